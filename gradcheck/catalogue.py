"""Find files: problems and formulas by their names in the packaged catalogue, or by path."""

from collections.abc import Mapping
from pathlib import Path

from gradcheck.dataclass import dataclass
from gradcheck.errors import UsageError, did_you_mean

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Located:
    """A file that was asked for."""

    path: Path
    shown: str
    """As the user typed it."""
    packaged: bool

    @property
    def name(self) -> str:
        """How reports call it."""
        return self.path.stem if self.packaged else self.shown


def formulas() -> Mapping[str, Path]:
    """Return the packaged formula files by name."""
    return _listed("formulas")


def problems() -> Mapping[str, Path]:
    """Return the packaged problem files by name."""
    return _listed("problems")


def is_path(asked: str) -> bool:
    """Return whether a name is that of a file, not of something in the catalogue."""
    return asked.endswith(".py") or "/" in asked or "\\" in asked


def has_formula(asked: str) -> bool:
    """Return whether a name is that of a formula of the catalogue, and not a path."""
    return not is_path(asked) and (HERE / "formulas" / f"{asked}.py").is_file()


def find_formula(asked: str) -> Located:
    """Find a formula by path or by catalogue name. Raises UsageError where there is none."""
    return _find(asked, "formula")


def find_problem(asked: str, beside: Path | None = None) -> Located:
    """Find a problem by path (relative to the folder `beside`) or by catalogue name."""
    return _find(asked, "problem", beside)


def _listed(kind: str) -> Mapping[str, Path]:
    found = {path.stem: path for path in (HERE / kind).glob("*.py")}
    return dict(sorted(found.items()))


def _find(asked: str, kind: str, beside: Path | None = None) -> Located:
    if not asked:
        raise UsageError(f"an empty text names no {kind}")
    packaged = HERE / f"{kind}s" / f"{asked}.py"
    path = Path(asked) if beside is None else beside / asked
    if not is_path(asked) and packaged.is_file():
        return Located(packaged, asked, packaged=True)
    if is_path(asked) or path.exists():
        return Located(path, asked, packaged=False)
    raise UsageError(
        f"no file and no {kind} of the catalogue is called `{asked}`",
        remedy=did_you_mean(asked, _listed(f"{kind}s")),
    )
