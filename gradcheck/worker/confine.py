"""What a process gives up before it runs other people's code.

Linux gives the most; what a platform lacks is left out, and `lacking` names it.
"""

import contextlib
import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from gradcheck.limits import MIB, PROCESSES, Limits
from gradcheck.worker import landlock
from gradcheck.worker.readable import readable

LINUX = sys.platform == "linux"

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS = 1, 4, 8
PR_SET_NO_NEW_PRIVS, PR_SET_CHILD_SUBREAPER = 38, 36
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION = 0x20080522

FIRST_USER = 1_900_000_000
"""Users above this are nobody's: each worker that root starts becomes one of its own, so that it
owns nothing, and all that it started can be found and ended by its user."""

NOBODY = 65534

DEVICES = ("/dev/zero", "/dev/random", "/dev/urandom", "/proc", "/sys/devices/system")
"""What a formula may read besides files: numerical libraries count processors there."""

ALLOWED = frozenset(
    {"PATH", "LANG", "LANGUAGE", "TZ", "PYTHONHASHSEED", "SYSTEMROOT", "LD_LIBRARY_PATH"}
)
ALLOWED_BEGINNINGS = ("LC_", "OPENBLAS_", "OMP_", "MKL_", "BLIS_", "VECLIB_", "NUMEXPR_")
"""The environment that a formula sees: where programs are, the language, how numpy is set up."""


def allowed_environment() -> dict[str, str]:
    """Return the variables that a formula may see, and where its scratch folder is to be made.

    It sees that folder instead. Root's formulas run as others, who may not get to root's place.
    """
    allowed = ALLOWED | ({"TMPDIR"} if os.geteuid() else frozenset())
    return {
        name: value
        for name, value in os.environ.items()
        if name in allowed or name.startswith(ALLOWED_BEGINNINGS)
    }


def prctl(option: int, value: int) -> bool:
    """Set an attribute of this process; return whether the platform could."""
    if not LINUX:
        return False
    return int(ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)) == 0


def guard_memory() -> None:
    """Let no other process of the same user look into this one, or write to it."""
    prctl(PR_SET_DUMPABLE, 0)


def limit_resources(limits: Limits, *, of_nobody: bool) -> None:
    """Set the limits of this process and of those that it starts.

    The number of processes is limited by user: only a user `of_nobody` has no others.
    """
    wanted = {
        "RLIMIT_CPU": limits.cpu_seconds,
        "RLIMIT_AS": _mapped() + limits.memory * MIB if LINUX else None,
        "RLIMIT_FSIZE": limits.output_limit * MIB,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_NPROC": PROCESSES if of_nobody else None,
    }
    for name, value in wanted.items():
        which = getattr(resource, name, None)
        if which is None or value is None:
            continue
        hard = resource.getrlimit(which)[1]
        most = value if hard == resource.RLIM_INFINITY else min(value, hard)
        # Half a second after the signal that can be ignored comes the one that cannot.
        last = most + 1 if name == "RLIMIT_CPU" and hard != most else most
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(which, (most, last))


def _mapped() -> int:
    """Return the bytes of address space that this process has now."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()


def lacking() -> tuple[str, ...]:
    """Name the limits that this platform does not have."""
    return () if LINUX else ("memory", "processes", "users")


def become_nobody(number: int, scratch: Path, *, reads_all: bool) -> None:
    """Give up root for a user that owns nothing but the scratch folder.

    `number` tells this worker's user from those of others. With `reads_all` the right to read any
    file is kept, where Python itself lies in a folder that others may not enter.
    """
    user = FIRST_USER + number
    for one in (user, NOBODY):
        try:
            os.chown(scratch, one, one)
            os.setgroups([])
            os.setresgid(one, one, one)
            if reads_all:
                prctl(PR_SET_KEEPCAPS, 1)
            os.setresuid(one, one, one)
            break
        except OSError:
            if one == NOBODY:
                raise
    if reads_all:
        _keep_capability(CAP_DAC_READ_SEARCH)


def _keep_capability(capability: int) -> None:
    """Reduce the capabilities of this process to a single one."""
    head = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION, 0)
    mask = 1 << capability
    data = (ctypes.c_uint32 * 6)(mask, mask, 0, 0, 0, 0)
    ctypes.CDLL(None, use_errno=True).capset(head, data)


def others_may_read(paths: Iterable[str]) -> bool:
    """Return whether every user may enter these folders."""
    return all(
        part.stat().st_mode & 0o001
        for path in paths
        for part in (Path(path), *Path(path).parents)
        if part.is_dir()
    )


def shut_in(folder: str | None, scratch: Path) -> None:
    """Gain no rights by exec, and stay away from other people's files."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    if LINUX:
        landlock.shut_in([*readable(folder), *DEVICES], [str(scratch), "/dev/null"])


def end_with_parent(parent: int | None = None) -> None:
    """Let this process be killed when the one that started it ends: after it has its user.

    That may be over already: `parent` is its number, where it is known.
    """
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if LINUX and parent is not None and os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def reset_signals() -> None:
    """Give every signal its default meaning, but for Ctrl-C, which is the judging side's affair."""
    for one in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        with contextlib.suppress(OSError, ValueError):
            signal.signal(one, signal.SIG_DFL)
    for one in (signal.SIGINT, signal.SIGPIPE, getattr(signal, "SIGXFSZ", signal.SIGPIPE)):
        signal.signal(one, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, set())


def wipe_environment() -> None:
    """Overwrite what this process knows of its environment, but for what formulas may see.

    A forked process has the variables of its parent in its memory: as they were handed over by the
    kernel, and as Python's own texts.
    """
    kept = allowed_environment()
    region = _environment_region()
    texts = [text for pair in getattr(os.environ, "_data", {}).items() for text in pair]
    if sys.platform != "win32":
        import posix

        texts += [text for pair in posix.environ.items() for text in pair]
        posix.environ.clear()
    os.environ.clear()
    if region is not None:
        ctypes.memset(region[0], 0, region[1] - region[0])
    for text in texts:
        if isinstance(text, bytes) and len(text) > 1:
            header = bytes.__basicsize__ - 1
            ctypes.memset(id(text) + header, 0, len(text))
    os.environ.update(kept)


def _environment_region() -> tuple[int, int] | None:
    """Return where the kernel put the environment of this process."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        start, end = int(fields[47]), int(fields[48])
    except (OSError, IndexError, ValueError):
        return None
    return (start, end) if 0 < start < end else None
