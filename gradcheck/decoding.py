"""Decode Python files as Python does, where what they contain is what it looks like."""

import io
import tokenize
import warnings

ASCII = bytes(range(128)) + rb"\n\x0a\u000a\N{LINE FEED}" + b"\x1b$B!!\x1b(B"
"""What any encoding must leave as it is: all signs, and what some take for an escape."""


def decoded(content: bytes) -> str:
    """Return the text in the encoding that it declares, as Python finds it.

    Raises ValueError, SyntaxError or LookupError where that is none, or one in which ASCII is not
    what it looks like: UTF-7 hides code in comments.
    """
    encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of escapes that are none
        if ASCII.decode(encoding) != ASCII.decode("ascii"):
            raise ValueError(encoding)
    return content.decode(encoding)
