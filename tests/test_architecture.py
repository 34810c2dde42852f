"""Which module may import which, and who may print or exit: read from the syntax trees."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "gradcheck"

BOTTOM = {
    "errors", "records", "settings", "sizes", "source", "results", "distributions", "harmless",
    "dataclass", "limits", "naming", "patience", "progress", "interruption", "staying",
    "decoding",
}  # fmt: skip
"""What everyone may import; they import only each other."""

STAGES = {
    "problem", "formula", "sampling", "differences", "evaluate", "reading", "judge", "worker",
    "report", "diagnose",
}  # fmt: skip
"""One verb each; they hand each other records, and know nothing of each other."""

COMPOSERS = {
    "pipeline", "assessing", "comparing", "concluding", "blocks", "points", "methods", "opaque",
    "calls", "reference", "references", "trials", "evaluation", "factors", "compare", "starter",
    "resume", "processes", "api", "callables", "costs",
    "options", "layers", "completing", "drawn", "pytest_plugin", "listing", "cli", "probing",
    "explaining", "sampled", "closeups", "shared", "plain", "selftest", "moved", "__init__",
    "__main__",
}  # fmt: skip
"""Who knows the stages, and their order."""

PLUGINS = ("problems", "formulas")
"""Folders of files in the users' own format, which are data here."""

WRITERS = {"print", "input", "exit", "quit", "breakpoint"}

ENDERS = {("sys", "exit"), ("os", "_exit"), ("sys", "stdout"), ("sys", "stdin")}


def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module, by its dotted name below the package."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in PLUGINS:
            found[".".join(parts)] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def imported(tree: ast.Module) -> set[str]:
    """Return the modules of the package that a module imports, by their first name below it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names.add(node.module or "")
            if node.module == "gradcheck":
                names |= {f"gradcheck.{alias.name}" for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith("gradcheck.")} - {"__version__"}


def unfit(name: str, tree: ast.Module) -> set[str]:
    """Return the imports of a module that its place does not allow."""
    home = name.split(".")[0]
    found = imported(tree) - {home}
    if home in BOTTOM:
        return found - BOTTOM
    if home in STAGES:
        return found & (STAGES | COMPOSERS)
    return set() if home in COMPOSERS else found & COMPOSERS


def loud(tree: ast.Module) -> set[str]:
    """Return what a module does that only the command line may: print, read, exit."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in WRITERS:
                found.add(name)
            case ast.Attribute(value=ast.Name(id=module), attr=name) if (module, name) in ENDERS:
                found.add(f"{module}.{name}")
            case ast.Name(id="SystemExit", ctx=ast.Load()):
                pass
            case ast.Raise(exc=ast.Call(func=ast.Name(id="SystemExit"))):
                found.add("SystemExit")
            case ast.Attribute(value=ast.Name(id="click"), attr="echo" | "secho"):
                found.add("click.echo")
    return found


MODULES = modules()


@pytest.mark.parametrize("name", MODULES)
def test_imports_run_one_way(name):
    assert unfit(name, MODULES[name]) == set()


ENDED_FROM_INSIDE = {"worker.forked", "worker.warden", "worker.sandboxed", "staying"}
"""Modules whose forked processes end without going back to where they were forked, and the one that
keeps other people's files from doing so here."""


@pytest.mark.parametrize(
    "name",
    [n for n in MODULES if n.split(".")[0] != "cli" and n not in ENDED_FROM_INSIDE],
)
def test_only_the_command_line_prints_or_exits(name):
    assert loud(MODULES[name]) == set()


def test_the_command_line_does_print_and_exit():
    found = set().union(*(loud(MODULES[n]) for n in MODULES if n.split(".")[0] == "cli"))
    assert {"sys.exit", "click.echo"} <= found


@pytest.mark.parametrize("name", sorted(BOTTOM | STAGES | COMPOSERS))
def test_every_module_named_here_is_there(name):
    assert (PACKAGE / f"{name}.py").is_file() or (PACKAGE / name / "__init__.py").is_file()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("records", "from gradcheck.judge import judge"),
        ("errors", "import gradcheck.pipeline"),
        ("judge.rule", "from gradcheck.reading import Reading"),
        ("problem.load", "def late():\n    from gradcheck import worker"),
        ("worker", "from gradcheck import pipeline"),
        ("catalogue", "from gradcheck.cli import cli"),
    ],
)
def test_an_import_the_wrong_way_is_found(name, text):
    assert unfit(name, ast.parse(text)) != set()


@pytest.mark.parametrize(
    "text",
    ["print(1)", "import sys\nsys.exit(1)", "raise SystemExit(1)", "import os\nos._exit(0)",
     "import sys\nsys.stdout.write('a')", "import click\nclick.echo('a')", "input()"],
)  # fmt: skip
def test_printing_and_exiting_are_found(text):
    assert loud(ast.parse(text)) != set()


def test_packages_say_what_they_offer():
    """A stage that is a package is imported from its front door."""
    for name, tree in MODULES.items():
        home = name.split(".")[0]
        deep = {
            node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            and (node.module or "").startswith("gradcheck.")
            and node.module.count(".") > 1
        }
        foreign = {module for module in deep if module.split(".")[1] != home}
        assert not foreign or home in COMPOSERS, (name, foreign)
