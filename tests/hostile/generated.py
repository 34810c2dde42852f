"""Misbehaving files that no editor or linter likes: huge, malformed, or deeply nested."""

from __future__ import annotations

WRONG = """
import numpy as np


def dJ_dW(O, T, x, m):
    return np.outer(T - O, x) / m
"""


def _file(expect: str, text: str | bytes, needs: str = "") -> bytes:
    head = f"# EXPECT = [{expect}]\n# NEEDS = [{needs}]\n".encode()
    return head + (text if isinstance(text, bytes) else text.encode())


_DEEP = {
    "parentheses": "f = " + "(" * 50_000 + ")" * 50_000,
    "minus": "f = " + "-" * 50_000 + "1",
    "not": "f = " + "not " * 50_000 + "1",
    "attributes": "f = a" + ".b" * 100_000,
    "calls": "f = a" + "()" * 100_000,
    "subscripts": "f = a" + "[0]" * 100_000,
    "sum": "f = 1" + "+1" * 100_000,
    "lambda": "f = " + "lambda: " * 50_000 + "1",
    "branches": "if 1: pass\n" + "elif 1: pass\n" * 20_000,
    "blocks": "".join(" " * n + "if 1:\n" for n in range(99)) + " " * 99 + "pass",
    "braces": "f = " + "{" * 100,
    "texts": "f = " + "f'{" * 20 + "1" + "}'" * 20,
}

_LITERALS = {
    "sizes_deep": 'SIZES = {"m": ' + "-" * 80 + "1}",
    "sizes_nested": "SIZES = " + "[" * 90 + "]" * 90,
    "sizes_texts": 'SIZES = {"m": "' + "(" * 99 + '"}',
    "sizes_division": 'SIZES = {"m": "1//0"}',
    "sizes_huge_literal": 'SIZES = {"m": 0x' + "f" * 500_000 + "}",
    "sizes_huge_product": 'SIZES = {"k": 0x'
    + "f" * 200_000
    + ', "m": "'
    + "*".join("k" * 45)
    + '"}',
    "sizes_float": 'SIZES = {"m": 1e308}',
    "sizes_circle": 'SIZES = {"m": "k", "k": "m"}',
    "sizes_unknown": 'SIZES = {"agree\\n::error::gotcha": 3}',
    "sizes_many": "SIZES = {" + ", ".join(f'"a{i}": "a{i + 1}"' for i in range(20_000)) + "}",
    "problem_bytes": 'PROBLEM = b"softmax-cross-entropy"',
    "problem_device": 'PROBLEM = "/dev/zero"',
    "problem_pipe": 'PROBLEM = "/proc/self/fd/0"',
    "problem_null": 'PROBLEM = "a\\0b"',
    "problem_long": 'PROBLEM = "' + "a/" * 100_000 + '"',
}
"""What a file says of itself is read by the process that judges."""

_REFUSED = '"literal", "problem", "usage", "size", "sizes", "memory", "syntax"'

GENERATED: dict[str, bytes] = {
    **{f"source_deep_{name}.py": _file(
        '"syntax", "disagree", "raised", "memory", "crashed"', text + "\n" + WRONG)
       for name, text in _DEEP.items()},
    **{f"header_{name}.py": _file(_REFUSED + ', "disagree"', text + "\n" + WRONG)
       for name, text in _LITERALS.items()},
    "source_huge.py": _file('"syntax"', WRONG + "# y\n" * 1_300_000),
    "source_full.py": _file('"syntax", "disagree", "memory", "timeout"',
                            WRONG + "y = [" + "1," * 400_000 + "]\n"),
    "source_long_line.py": _file('"syntax"', WRONG + "y = = '" + "::error::x" * 90_000),
    "source_null.py": _file('"syntax"', WRONG.replace("m\n", "m\0\n")),
    "source_latin.py": _file('"syntax"', WRONG.encode() + b"# \xe4\xff\xfe\n"),
    "source_utf16.py": _file('"syntax"', WRONG.encode("utf-16")),
    "source_empty.py": _file('"no-formula"', ""),
    "source_binary.py": _file('"syntax"', bytes(range(256)) * 100),
    "source_rot13.py": b"# -*- coding: rot13 -*-\n" + _file('"syntax", "disagree"', WRONG),
    "source_coding.py": b"# -*- coding: agree -*-\n" + _file('"syntax", "disagree"', WRONG),
    "source_utf7.py": b"# -*- coding: utf-7 -*-\n" + _file(
        '"syntax", "disagree"', WRONG + "# +AAo-globals().update(dJ_dW=None)\n"),
    "source_commands.py": _file(
        '"syntax"', "\x1b[2J\n::error::a\r::error::b\u2028::error::c\ndef def def\n"),
    "source_bad_line.py": _file('"syntax"', "::error::gotcha \x1b[2J\u202e\x07 def\n"),
    "source_form_feed.py": _file('"syntax", "disagree", "raised"', WRONG + "\x0c\x0b\x1c y = 1\n"),
    "source_returns.py": _file('"disagree", "syntax"', WRONG.replace("\n", "\r")),
    "source_warnings.py": _file(
        '"disagree"', WRONG + "y = '\\d::error::gotcha' is 1\nassert (1, '::error::gotcha')\n"),
    "source_mark.py": b"\xef\xbb\xbf" + _file('"disagree"', WRONG),
}  # fmt: skip
