"""Whatever a configuration, a formula file or a reply contains is told, and crashes nothing.

`python -m tests.benchmarks.fuzz` tries many more inputs.
"""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.fuzz import inputs
from tests.fuzz.readers import READERS

EXAMPLES = 150


@pytest.mark.parametrize("what", READERS)
def test_nothing_but_our_own_errors(what):
    @settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(getattr(inputs, what))
    def read(content):
        READERS[what](content)

    read()
