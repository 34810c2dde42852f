"""The project's own settings: `[tool.gradcheck]` of the nearest pyproject.toml that has it."""

import os
import re
from pathlib import Path

NAME = "pyproject.toml"
SECTION = "gradcheck"

MENTION = rb"""tool["']?[ \t]*([]=]|\.[ \t]*["']?gradcheck)|\\[uU]"""
"""What a file with our section cannot do without: `tool.gradcheck`, or a table `tool`, or a key
with an escape, which may spell it."""


def find_project() -> Path | None:
    """Return the nearest pyproject.toml with our section, from here upwards; its path is relative.

    The search does not go up into a folder in which everybody may write, such as /tmp: the settings
    name a problem file, and that would be run.
    """
    try:
        here = folder = Path.cwd()
    except OSError:  # the folder is no more
        return None
    while True:
        path = folder / NAME
        if _has_section(path):
            return Path(os.path.relpath(path, here))
        parent = folder.parent
        if parent == folder or _open_to_all(parent):
            return None
        folder = parent


def _open_to_all(folder: Path) -> bool:
    """Return whether everybody may write there; elsewhere than on POSIX the mode does not tell."""
    try:
        return os.name == "posix" and bool(folder.stat().st_mode & 0o002)
    except OSError:
        return True


def _has_section(path: Path) -> bool:
    """Return whether a file has our section, or may have it and cannot be parsed."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    if not re.search(MENTION, content):
        return False
    import tomllib  # most projects have no section of ours

    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        return True  # it is read again, and the error told
    tool = document.get("tool")
    return isinstance(tool, dict) and SECTION in tool
