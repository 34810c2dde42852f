"""Bubblewrap: a worker without network, in a file system that it can only read.

It sees Python, its packages, the system's libraries and the folder of the formula file; a scratch
folder of its own is all that it can write.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from functools import cache
from pathlib import Path

from gradcheck.errors import UsageError
from gradcheck.limits import MIB, Limits
from gradcheck.worker.readable import readable, search_path

SCRATCH_MIB = 64
"""The size of the file system that a formula can write: it is memory."""

SCRATCH = "/tmp/scratch"  # noqa: S108  # a path inside the sandbox, where /tmp is its own


def sandbox_command(limits: Limits, folder: str | None, user: int | None) -> list[str]:
    """Return the command that runs a worker in a sandbox, with its channel as descriptor 3.

    `user` is the user that root's worker becomes.
    """
    program = _bubblewrap()
    script = (
        "import sys, json; sys.path[:] = json.loads(sys.argv[1]); "
        "from gradcheck.worker.sandboxed import main; main(*sys.argv[2:])"
    )
    command = [program, *_walls(folder, user), "--", sys.executable, "-I", "-S", "-c", script]
    return [
        *command,
        json.dumps(search_path()),
        json.dumps(asdict(limits)),
        str(user or 0),
        folder or "",
    ]


def _walls(folder: str | None, user: int | None) -> list[str]:
    words = ["--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
             "--unshare-cgroup-try", "--die-with-parent", "--new-session",
             "--cap-drop", "ALL"]  # fmt: skip
    if user is None:
        words += ["--unshare-user"]
    else:  # root becomes another user inside, and needs the right to
        words += ["--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID", "--cap-add", "CAP_CHOWN"]
    words += ["--size", str(SCRATCH_MIB * MIB), "--tmpfs", "/tmp", "--dir", SCRATCH]  # noqa: S108
    paths = readable(folder)
    above = {str(parent) for path in paths for parent in Path(path).parents} - {"/", "/tmp"}  # noqa: S108
    for parent in sorted(above):  # by itself bubblewrap makes them for root alone
        words += ["--perms", "0755", "--dir", parent]
    for path in paths:
        words += ["--ro-bind", path, path]
    words += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--chdir", SCRATCH,
              "--setenv", "HOME", SCRATCH,
              "--setenv", "TMPDIR", SCRATCH]  # fmt: skip
    return words


@cache
def _bubblewrap() -> str:
    program = shutil.which("bwrap")
    if program is None:
        raise UsageError(
            "there is no bubblewrap here, which `--sandbox bwrap` needs",
            remedy="install the package `bubblewrap`, or choose `--sandbox none`",
        )
    return program


@cache
def probe() -> None:
    """Raise UsageError where a sandbox cannot be had here: there is no falling back."""
    user = 1 if os.geteuid() == 0 else None
    command = [_bubblewrap(), *_walls(None, user), "--", sys.executable, "-I", "-S", "-c", "pass"]
    found = subprocess.run(  # noqa: S603  # bubblewrap itself
        command, capture_output=True, text=True, check=False
    )
    if found.returncode:
        raise UsageError(
            "bubblewrap cannot make a sandbox here",
            notes=[line for line in found.stderr.splitlines()[:3] if line],
            remedy="allow user namespaces, or choose `--sandbox none`",
        )
