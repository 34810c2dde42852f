"""Run the command on misbehaving files, in a setting, and look at everything that comes of it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.hostile import keeper

ORDINARY = 65533
"""The number of a user that nobody has."""

SECONDS = 300
"""Patience with a whole run; nothing is measured by it."""

LIMITS = ["--timeout", "3", "--cpu-seconds", "10", "--memory", "400", "--output-limit", "2"]
UNHURRIED = ["--timeout", "30", "--cpu-seconds", "60", "--memory", "400", "--output-limit", "2"]
"""For a file that was too slow on a machine that has other things to do."""

PINNED = ["--problem", "softmax-cross-entropy", "--size", "m=3", "--size", "k=2"]
"""What a formula is measured against is not for the formula to choose."""

SECRET = "GRADCHECK_SECRET_TOKEN"

OBEYED = re.compile(r"(?m)^[ \t]*(::|##\[|##vso\[)")
"""What CI services take for a command at the start of a line."""


@dataclass(frozen=True)
class Setting:
    """How far formulas are shut in, and who runs the command."""

    sandbox: str
    ordinary: bool
    """Whether an ordinary user runs it, rather than whoever runs the tests."""

    def __str__(self) -> str:
        return f"{self.sandbox}-{'user' if self.ordinary else 'same'}"

    @property
    def user(self) -> int | None:
        """The user to become, if not oneself."""
        return ORDINARY if self.ordinary and os.geteuid() == 0 else None


@dataclass(frozen=True)
class Run:
    """What one run of the command left behind."""

    code: int | None
    """Its exit code; None if it did not come back."""
    document: Mapping[str, object]
    out: str
    err: str
    secret: str
    processes: tuple[str, ...]
    """What was still running when it was over."""
    files: tuple[str, ...]
    """What was there that had not been there before, or was another."""

    @property
    def refused(self) -> bool:
        """Whether nothing that was named can be checked as it was asked for: no report, and 2."""
        return self.code == 2 and not self.document

    def outcomes(self, name: str) -> list[str]:
        """Return what came of each formula of a file: the verdict, or the kind of its error."""
        if self.refused:
            return ["usage"]
        rows = self.document.get("results", [])
        assert isinstance(rows, list)
        mine = [row for row in rows if Path(row["path"]).name == name]
        return [row["error"]["kind"] if row["error"] else row["verdict"] for row in mine]

    def faults(self) -> Iterator[str]:
        """Yield what is wrong with the run as a whole, whatever came of the files."""
        yield from (f"left running: {process}" for process in self.processes)
        yield from (f"left or changed: {name}" for name in self.files)
        verdicts = {row["verdict"] for row in self.document.get("results", [])}
        wanted = 1 if "disagree" in verdicts else 3 if verdicts - {"agree"} else 0
        if self.code != wanted and not self.refused:
            yield f"exit code {self.code}, not {wanted}: {self.err[-2000:]}"
        if not self.refused and self.document.get("exit_code") != self.code:
            yield f"the report says exit code {self.document.get('exit_code')}"
        for name, text in (("stdout", self.out), ("stderr", self.err)):
            yield from (f"{name}: {fault}" for fault in text_faults(text))
        if self.secret in self.out + self.err + json.dumps(self.document):
            yield "a secret was printed"


def text_faults(text: str) -> Iterator[str]:
    """Yield what a terminal or a CI service would obey in a text."""
    for line in text.split("\n"):
        odd = [sign for sign in line if not (sign.isprintable() or sign == "\t")]
        if odd:
            yield f"control characters {odd[:3]!r} in {line[:100]!r}"
    found = OBEYED.search(text)
    if found:
        yield f"a command for a CI service: {text[found.start() : found.start() + 80]!r}"


@contextmanager
def playground(setting: Setting) -> Iterator[Path]:
    """Make a folder that the user of a setting can work in, and remove it."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    try:
        for one in ("files", "work", "tmp"):
            (folder / one).mkdir()
            if setting.user is not None:
                os.chown(folder / one, setting.user, setting.user)
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def compare(
    files: Mapping[str, bytes], names: Iterable[str], setting: Setting,
    limits: Sequence[str] = LIMITS, words: Sequence[str] = PINNED, trials: int = 3,
) -> Run:  # fmt: skip
    """Run `gradcheck compare` on some of the files, all of which lie in one folder."""
    with playground(setting) as folder:
        for name, content in files.items():
            path = folder / "files" / name
            path.write_bytes(content)
            if setting.user is not None:
                os.chown(path, setting.user, setting.user)
        command = [
            sys.executable, "-m", "gradcheck", "compare", *(f"../files/{name}" for name in names),
            *words, "--sandbox", setting.sandbox, "--trials", str(trials), "-j", "2",
            "-f", "table", "-v", "-f", "json=report.json", *limits,
        ]  # fmt: skip
        return _kept(command, files, setting, folder)


def _kept(
    command: list[str], files: Mapping[str, bytes], setting: Setting, folder: Path
) -> Run:  # fmt: skip
    secret, package = uuid.uuid4().hex, str(Path(__file__).resolve().parents[2])
    variables = {"TMPDIR": str(folder / "tmp"), SECRET: secret, "OPENBLAS_NUM_THREADS": "1",
                 "COLUMNS": "100", "PYTHONPATH": package}  # fmt: skip
    outside = _outside()
    user = "-" if setting.user is None else str(setting.user)
    done = subprocess.run(
        [sys.executable, keeper.__file__, str(folder / "kept.json"), user, str(SECONDS), *command],
        cwd=folder / "work", env=os.environ | variables, capture_output=True, check=False,
    )  # fmt: skip
    report = folder / "work" / "report.json"
    kept = json.loads((folder / "kept.json").read_text())
    return Run(
        kept["code"], json.loads(report.read_text()) if report.exists() else {},
        done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), secret,
        tuple(kept["left"]), (*_strays(folder, files), *sorted(_outside() - outside)),
    )  # fmt: skip


def _strays(folder: Path, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield what is in the folder and should not be, or is not what it was."""
    allowed = {Path("kept.json"), Path("work/report.json"), *(Path("files") / n for n in files)}
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        if len(inner.parts) > 1 and inner not in allowed:
            yield str(inner)
    for name, content in files.items():
        path = folder / "files" / name
        if not path.exists() or _digest(path.read_bytes()) != _digest(content):
            yield f"files/{name} (changed)"


def _outside() -> set[str]:
    """Return what files of the corpus would leave elsewhere, if they could."""
    places = ("/tmp", "/var/tmp", "/dev/shm", str(Path.home()))
    return {str(path) for place in places for path in Path(place).glob("*gradcheck-hostile*")}


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
