"""From figures to a file, in which nothing depends on the time or the user's settings."""

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

from gradcheck import __version__
from gradcheck.records import Result
from gradcheck.report.plot import NOTHING
from gradcheck.report.plot.page import draw_page

DPI = 150

CREATOR = f"gradcheck {__version__}"

METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": CREATOR},
    "svg": {"Creator": CREATOR, "Date": None},
    "pdf": {"Creator": CREATOR, "Producer": None, "CreationDate": None},
}


def to_bytes(results: Sequence[Result], kind: str) -> bytes:
    """Draw a page for each result; one that says so where there is none."""
    buffer = BytesIO()
    with plain_settings():
        figures = [draw_page(result) for result in results] or [_empty()]
        if kind == "pdf":
            with PdfPages(buffer, metadata=METADATA[kind]) as pages:
                for figure in figures:
                    pages.savefig(figure)
        else:
            figures[0].savefig(buffer, format=kind, dpi=DPI, metadata=METADATA[kind])
    return buffer.getvalue()


@contextmanager
def plain_settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults, and without its remarks on fonts that lack a sign."""
    fonts = logging.getLogger("matplotlib.font_manager")
    level = fonts.level
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        fonts.setLevel(logging.ERROR)
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "gradcheck", "svg.fonttype": "none", "font.size": 9})
        try:
            yield
        finally:
            fonts.setLevel(level)


def _empty() -> Figure:
    figure = Figure(figsize=(6, 1.5))
    figure.text(0.5, 0.5, NOTHING, ha="center", va="center")
    return figure
