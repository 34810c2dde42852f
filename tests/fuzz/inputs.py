"""Hypothesis strategies: configurations, formula sources and replies of workers, all odd."""

from __future__ import annotations

import json
import struct

from hypothesis import strategies as st

WORDS = [
    "formula", "problem", "size", "input", "expect", "first_wrong", "first-wrong", "check",
    "trials",
    "seed", "timeout", "memory", "sandbox", "format", "formulas", "rtol", "only", "agree", "m", "k",
    "SIZES", "PROBLEM", "LAYOUT", "INPUTS", "dJ_dW", "dJ_dW__a", "gradient", "np", "O", "T", "x",
]  # fmt: skip
"""What the readers look for: noise alone would never get past the first look."""

KEYS = [
    "functions", "shapes", "precisions", "changed", "error", "kind", "message", "notes", "remedy",
    "name", "line", "parameters", "doc",
]  # fmt: skip

KINDS = ["raised", "shape", "memory", "protocol", "agree", "float32", "float64", "dJ_dW", "x"]

text = st.text(max_size=20) | st.sampled_from([*WORDS, "\n::error::x", "\x1b[2J", "\u2028", "\0"])
numbers = st.integers(-(2**70), 2**70) | st.floats() | st.sampled_from([0, 1, 3, 2**31, 10**400])


def json_values(keys: list[str]) -> st.SearchStrategy[object]:
    """Return values of every form, whose objects have some keys that are known."""
    names = st.sampled_from(keys) | text
    return st.recursive(
        st.none() | st.booleans() | numbers | text | st.sampled_from(KINDS),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5),
        max_leaves=12,
    )


def _head(values: dict[str, object]) -> bytes:
    return json.dumps(values).encode("utf-8", "surrogatepass")


replies = st.one_of(
    st.binary(max_size=200),
    st.dictionaries(st.sampled_from(KEYS), json_values(KEYS), max_size=6).map(_head),
    st.tuples(st.dictionaries(st.sampled_from(KEYS), json_values(KEYS)).map(_head),
              st.integers(0, 200), st.binary(max_size=4)).map(lambda t: t[0][: t[1]] + t[2]),
    st.sampled_from([b"[" * 2000, b'{"shapes": ' + b"9" * 5000 + b"}", b"NaN",
                     b'{"shapes": [[1e999]]}',
                     b'{"a": 1, "a": 2}', b"\xff\xfe", b'"\\ud800"', b'{"functions": {}}']),
)  # fmt: skip
"""Heads of replies."""

messages = st.one_of(
    st.binary(max_size=100),
    st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), replies).map(
        lambda t: struct.pack("!II", t[0], t[1]) + t[2]
    ),
    st.tuples(st.integers(0, 5), replies, st.binary(max_size=100)).map(
        lambda t: struct.pack("!II", len(t[1]), t[0]) + t[1] + t[2]
    ),
)
"""What a worker writes on its channel: frames that are true, and that lie."""

_toml_scalar = st.one_of(
    numbers.map(str), st.booleans().map(lambda b: str(b).lower()), text.map(json.dumps),
    st.sampled_from(["nan", "-inf", "1979-05-27", "07:32:00", "0x10", "'''", '"""', "{}", "[[]]"]),
)  # fmt: skip
_toml_key = st.sampled_from(WORDS) | st.text("ab-_.\" '", min_size=1, max_size=6)
_toml_value = st.recursive(
    _toml_scalar,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda v: f"[{', '.join(v)}]")
        | st.lists(st.tuples(_toml_key, inner), max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{k} = {v}" for k, v in pairs) + "}"
        )
    ),
    max_leaves=5,
)
_toml_line = st.one_of(
    st.tuples(_toml_key, _toml_value).map(" = ".join),
    st.sampled_from(["[[check]]", "[check]", "[size]", "[[size]]", "[input]", "[[check.size]]"]),
    text,
)  # fmt: skip

configurations = st.one_of(
    st.binary(max_size=60),
    st.lists(_toml_line, max_size=8).map("\n".join).map(lambda t: t.encode("utf-8", "replace")),
)
"""The bytes of configuration files."""

_expression = st.recursive(
    st.sampled_from([*WORDS, "1", "-1", "0.5", "10**400", "None", "'a'", "b'a'", "..."]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "*", "@", "//", "**", " if ", "<", " and "]), inner)
        .map("".join),
        inner.map(lambda e: f"({e},)"), inner.map(lambda e: f"[{e}]"), inner.map(lambda e: f"-{e}"),
        st.tuples(inner, inner).map(lambda p: f"{{{p[0]}: {p[1]}}}"),
        st.tuples(inner, inner).map(lambda p: f"{p[0]}({p[1]})"),
        inner.map(lambda e: f"lambda r: {e}"), inner.map(lambda e: f"f'{{{e}}}'"),
        inner.map(lambda e: f"'{e}'"),
    ),
    max_leaves=6,
)  # fmt: skip
_parameters = st.lists(
    st.sampled_from([*WORDS, "r", "c", "/", "*", "*args", "**kw", "r=1", "dJ_dS"]), max_size=5
).map(", ".join)
_statement = st.one_of(
    st.tuples(st.sampled_from(WORDS), _expression).map(" = ".join),
    st.tuples(st.sampled_from(["SIZES", "PROBLEM", "LAYOUT"]), st.sampled_from(
        ["{'m': 'k'}", "{'m': 3, 'k': 'm+1'}", "{'m': '1//0'}", "{'m': '9'*9}", "{1: 2}",
         "'numerator'",
         "{'m': 2**99}", "{'m': 99999999999999999999}", "{'m': True}", "'../..'", "'\\0'"],
    )).map(" = ".join),
    st.tuples(st.sampled_from(["dJ_dW", "dJ_dW__a", "d_d", "dJ_d", "gradient", "dJ_dJ", "f"]),
              _parameters, _expression).map(lambda t: f"def {t[0]}({t[1]}):\n    return {t[2]}"),
    _expression,
    text,
)  # fmt: skip

sources = st.one_of(
    st.binary(max_size=80),
    st.lists(_statement, max_size=6).map("\n".join).map(lambda t: t.encode("utf-8", "replace")),
)
"""The bytes of formula files."""
