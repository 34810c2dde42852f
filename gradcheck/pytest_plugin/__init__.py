"""The pytest plugin: formula files as test items, and fixtures for tests of one's own code.

It is loaded whenever pytest is, and so imports nothing of gradcheck until a formula file is
collected, and nothing with numpy in it until a formula is run.
"""

from collections.abc import Callable
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from gradcheck.pytest_plugin.items import FormulaFile, NoTests, settings_here

if TYPE_CHECKING:
    from gradcheck.drawn import DrawnProblem

__all__ = ["FormulaFile", "gradcheck_problem", "gradcheck_seed"]

FILES = pytest.StashKey[frozenset[Path]]()
"""The formula files that the ini file names."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `gradcheck_files`, without which no file is looked at, and `--gradcheck-seed`."""
    told = "formula files to check: patterns relative to the ini file's folder"
    parser.addini("gradcheck_files", told, type="args", default=[])
    group = parser.getgroup("gradcheck", "gradients derived by hand")
    told = "seed of the random inputs of formulas and of gradcheck_problem"
    group.addoption("--gradcheck-seed", type=int, metavar="N", help=told)


def pytest_configure(config: pytest.Config) -> None:
    """Find the formula files; those outside of `testpaths` are collected as well."""
    config.addinivalue_line("markers", "gradcheck: a formula of a file of gradcheck_files")
    patterns = config.getini("gradcheck_files")
    folder = config.inipath.parent if config.inipath is not None else config.rootpath
    found = [path for pattern in patterns for path in sorted(folder.glob(pattern))
             if path.suffix == ".py" and not path.name.startswith("_")]  # fmt: skip
    config.stash[FILES] = frozenset(path.resolve() for path in found)
    if config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        folders = [Path(arg).resolve() for arg in config.args]
        config.args += [str(path) for path in dict.fromkeys(found)
                        if not any(path.resolve().is_relative_to(f) for f in folders)]  # fmt: skip


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "FormulaFile | None":
    """Collect a file as formulas, if the ini file says that it holds some."""
    if file_path.resolve() not in parent.config.stash[FILES]:
        return None
    return FormulaFile.from_parent(parent, path=file_path)


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> "pytest.Collector | None":
    """Keep pytest from importing a formula file that is named to it, unless it is one of tests."""
    config = parent.config
    patterns = config.getini("python_files")
    is_test = any(fnmatch(module_path.name, pattern) for pattern in patterns)
    if is_test or module_path.resolve() not in config.stash[FILES]:
        return None
    return NoTests.from_parent(parent, path=module_path)


@pytest.fixture
def gradcheck_seed(request: pytest.FixtureRequest) -> int:
    """Return the seed of this run: --gradcheck-seed, or that of gradcheck's settings."""
    seed = settings_here(request.config).seed
    told = f"seed {seed}; `--gradcheck-seed {seed}` draws the same again"
    request.node.add_report_section("setup", "gradcheck", told)
    return seed


@pytest.fixture
def gradcheck_problem(gradcheck_seed: int) -> "Callable[..., DrawnProblem]":
    """Return a function that draws a problem: its inputs `at`, and its `cost` by keywords.

    It takes the problem's name or path, and `trial`, `sizes` and `inputs` as `gradcheck.run` does.
    """
    from gradcheck.drawn import draw

    def drawn(problem: str, **options: Any) -> "DrawnProblem":
        return draw(problem, **{"seed": gradcheck_seed, **options})

    return drawn
