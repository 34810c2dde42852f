"""What reads the inputs. Each reader takes bytes, and raises GradcheckError or nothing."""

from __future__ import annotations

import ast
import contextlib
import socket
import tempfile
from collections.abc import Callable
from math import prod
from pathlib import Path
from time import monotonic

import click

from gradcheck import catalogue
from gradcheck.cli import cli
from gradcheck.errors import GradcheckError
from gradcheck.formula import bind, read_header
from gradcheck.formula.binding import Vocabulary
from gradcheck.options import to_checks, to_settings
from gradcheck.records import Function, Parameter
from gradcheck.references import References
from gradcheck.settings import PROBLEM
from gradcheck.source import Source, read_source
from gradcheck.worker.replies import read_functions, read_names, read_precisions, read_shapes
from gradcheck.worker.wire import GoneError, LateError, Reader, parse_head
from tests.hostile.runs import text_faults

CALLS, ROOM = 2, 100

VOCABULARY = Vocabulary(
    {"W": (4, 3), "x": (3,), "b": (4,), "T": (4,), "S": (4,), "O": (4,), "H": (), "J": ()},
    ("W", "x", "b", "T"), frozenset("mk"), frozenset(),
)  # fmt: skip


def reply(content: bytes) -> None:
    """Read the head of a reply as each kind of reply."""
    with harmless_errors():
        head = parse_head(content)
        for read in (
            read_functions,
            lambda h: read_shapes(h, CALLS, ROOM),
            lambda h: read_precisions(h, CALLS),
            lambda h: read_names(h, "changed"),
        ):
            with harmless_errors():
                read(head)
        with harmless_errors():
            bind(read_functions(head), VOCABULARY, "mine.py")


def message(content: bytes) -> None:
    """Read a message from a channel that ends after it."""
    ours, theirs = socket.socketpair()
    with ours, theirs, harmless_errors(), contextlib.suppress(GoneError, LateError):
        theirs.sendall(content)
        theirs.shutdown(socket.SHUT_WR)
        reader, deadline = Reader(ours), monotonic() + 10
        head, _ = reader.head(deadline)
        for shape in read_shapes(head, CALLS, ROOM):
            reader.fill(memoryview(bytearray(8 * prod(shape))), deadline)


def configuration(content: bytes) -> None:
    """Read a configuration as `gradcheck compare --config` does, but check nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "run.toml")
        path.write_bytes(content)
        with harmless_errors(), contextlib.suppress(click.ClickException):
            command = cli.commands["compare"]
            context = command.make_context("compare", ["--config", str(path)])
            to_checks(context, context.params["formulas"], to_settings(context.params))


def source(content: bytes) -> None:
    """Read a formula file, choose its reference, and bind what its syntax tree defines."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mine.py")
        path.write_bytes(content)
        with harmless_errors():
            parsed = read_source(path, "mine.py")
            with harmless_errors():
                bind(_functions(parsed), VOCABULARY, "mine.py")
            header = read_header(parsed)
            located = catalogue.find_problem(PROBLEM)
            problem = References().load(located)
            problem.resolve_sizes(header.sizes, {}, "mine.py")


def _functions(parsed: Source) -> list[Function]:
    return [
        Function(node.name, tuple(_parameters(node.args)), node.lineno, "")
        for node in parsed.tree.body
        if isinstance(node, ast.FunctionDef)
    ]


def _parameters(arguments) -> list[Parameter]:
    names = [(one.arg, True) for one in arguments.posonlyargs]
    names += [(one.arg, False) for one in (*arguments.args, *arguments.kwonlyargs)]
    return [Parameter(name, positional, False) for name, positional in names]


@contextlib.contextmanager
def harmless_errors():
    """Let GradcheckError pass, if what it says moves neither a terminal nor a CI service."""
    try:
        yield
    except GradcheckError as error:
        for told in (error.message, *error.notes, error.remedy or ""):
            assert list(text_faults(f"  {told}")) == [], told


READERS: dict[str, Callable[[bytes], None]] = {
    "replies": reply,
    "messages": message,
    "configurations": configuration,
    "sources": source,
}
