"""What a formula may use up before it is stopped, and how far it is shut in."""

from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError

MIB = 2**20

SANDBOXES = ("none", "bwrap")

PROCESSES = 64
"""Processes and threads that a formula may have at a time: enough for the pool of a library."""


METHODS = ("auto", "entries", "blocks")
"""How a derivative is checked: every entry differentiated, or screened by blocks."""


@dataclass(frozen=True)
class Limits:
    """The limits of one formula file's process."""

    timeout: float = 60.0
    """Seconds by the clock, for running the file and for each formula in it."""
    cpu_seconds: int = 120
    """Seconds of processor time of the process."""
    memory: int = 2048
    """MiB of address space beyond what the process has when it starts."""
    output_limit: int = 16
    """MiB that it may print, and that any file it writes may have."""
    open_files: int = 64
    sandbox: str = "none"
    """`none`, or `bwrap`: bubblewrap."""

    def __post_init__(self) -> None:
        """Raise UsageError for a limit with which nothing could run."""
        for name in ("timeout", "cpu_seconds", "memory", "output_limit"):
            if not 0 < getattr(self, name) < 2**31:
                raise UsageError(f"`{name}` must be above zero, and a number of this world")
        if self.open_files < 16:
            raise UsageError("`open_files` must be at least 16: Python itself needs some")
        if self.sandbox not in SANDBOXES:
            raise UsageError(f"there is no sandbox `{self.sandbox}`", remedy="known: none, bwrap")
