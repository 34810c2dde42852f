"""What the command line names, as files: folders and patterns stand for several."""

from collections.abc import Sequence
from pathlib import Path

from gradcheck import catalogue
from gradcheck.errors import UsageError


def expand(asked: Sequence[str]) -> list[str]:
    """Return the files that names, folders and patterns stand for, in order, each once.

    A name of the catalogue, and a file whose name looks like a pattern, are what they are. Raises
    UsageError for a folder or a pattern with nothing in it, or a name that is empty.
    """
    found: list[str] = []
    for one in asked:
        if not one:
            raise UsageError("an empty text names no formula", remedy="`.` is this folder")
        if catalogue.has_formula(one):
            files = [one]
        elif Path(one).is_dir():
            files = _within(one)
        elif any(sign in one for sign in "*?[") and not Path(one).exists():
            import glob  # shells expand most patterns

            matching = sorted(glob.glob(one, recursive=True))  # noqa: PTH207  # may be absolute
            own = Path(one).name.startswith("_")
            matching = [m for m in matching if own or not Path(m).name.startswith("_")]
            files = [f for m in matching for f in (_within(m) if Path(m).is_dir() else [m])]
        else:
            files = [one]
        if not files:
            where = f"the directory {one}" if Path(one).is_dir() else one
            remedy = f"'{deeper(one)}' looks into the folders in it as well"
            raise UsageError(f"there is no formula file in {where}",
                             remedy=remedy if passed_over(one) else None)  # fmt: skip
        found += files
    return list({_identity(one): one for one in reversed(found)}.values())[::-1]


def _within(folder: str) -> list[str]:
    """Return the formula files of a folder."""
    return sorted(str(path) for path in Path(folder).glob("*.py") if _is_meant(path))


def _is_meant(path: Path) -> bool:
    """Return whether what a folder holds is meant: no pipe, from which nothing may ever come."""
    return not path.name.startswith(("_", ".")) and not path.is_fifo()


def passed_over(asked: str) -> list[str]:
    """Return the folders with formula files in a folder that was named: those are not checked."""
    if catalogue.has_formula(asked) or not asked or not Path(asked).is_dir():
        return []
    inner = [one for one in Path(asked).iterdir() if _is_meant(one) and one.is_dir()]
    return sorted(str(folder) for folder in inner if _within(str(folder)))


def deeper(folder: str) -> Path:
    """Return the pattern that stands for all formula files in a folder and the folders in it."""
    return Path(folder) / "**" / "*.py"


def _identity(one: str) -> Path | str:
    return Path(one).resolve() if Path(one).exists() else one


def short_names(paths: Sequence[str]) -> dict[str, str]:
    """Return the shortest ends of paths that tell them apart."""
    names = {}
    for path in paths:
        parts = Path(path).parts
        others = [Path(other).parts for other in paths if other != path]
        for count in range(1, len(parts) + 1):
            if not any(other[-count:] == parts[-count:] for other in others):
                break
        names[path] = str(Path(*parts[-count:]))
    return names
