"""What a formula may read: Python, its packages, the system's libraries, and its own folder."""

import os
import sys
from pathlib import Path

SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache",
          "/etc/alternatives", "/etc/localtime")  # fmt: skip
"""What programs need of a system; nothing in it is anybody's own."""


def search_path() -> list[str]:
    """Return where Python looks for modules, the package itself included."""
    package = str(Path(__file__).resolve().parents[2])
    found = [os.path.abspath(path) for path in sys.path if path]  # noqa: PTH100  # links stay
    return list(dict.fromkeys([*found, package]))


def readable(folder: str | None) -> list[str]:
    """Return the paths beneath which a formula of a folder may read, outer ones first."""
    wanted = {*SYSTEM, sys.prefix, sys.base_prefix, sys.exec_prefix, *search_path()}
    if folder is not None:
        wanted.add(folder)
    return sorted(path for path in wanted if path != "/" and Path(path).exists())
