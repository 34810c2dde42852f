"""The pictures of a page: where entries stand in them, and that every entry is there."""

from __future__ import annotations

import re
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.records import Cells, Verdict
from gradcheck.report.grid import LONGEST, MOST_CELLS, Grid
from gradcheck.report.pictures import Scale, differences, map_layers

SHAPES = st.lists(st.integers(1, 300), min_size=0, max_size=3).map(tuple)


class TestGrid:
    """An array as lines on a screen."""

    @given(SHAPES)
    def test_every_entry_has_a_place_and_no_line_is_too_long(self, shape):
        grid = Grid(shape)
        assert 1 <= grid.width <= LONGEST
        assert (grid.height - 1) * grid.width < grid.shown <= grid.height * grid.width
        assert grid.shown == min(np.prod(shape), MOST_CELLS)

    @pytest.mark.parametrize("shape", [(), (1,), (7,), (3, 4), (160, 160), (2, 3, 4)])
    def test_what_fits_is_not_folded(self, shape):
        assert not Grid(shape).folded

    @pytest.mark.parametrize("shape", [(10_000,), (10_000, 3), (3, 10_000), (161, 161)])
    def test_what_does_not_fit_is_folded(self, shape):
        grid = Grid(shape)
        assert grid.folded
        assert grid.width <= LONGEST
        assert grid.height <= 2 * MOST_CELLS / LONGEST

    def test_labels(self):
        assert list(Grid((2, 3)).line_labels()) == [(0, "0"), (1, "1")]
        assert list(Grid((2, 3)).column_labels()) == [(0, "0"), (1, "1"), (2, "2")]
        assert [label for _, label in Grid((2, 2, 3)).line_labels()] == ["0,0", "0,1", "1,0", "1,1"]
        assert [label for _, label in Grid((100, 100)).line_labels()][:3] == ["0", "10", "20"]
        assert list(Grid((3,)).line_labels()) == []
        assert list(Grid((10_000,)).line_labels())[1] == (10, "1000")
        assert list(Grid((10_000,)).column_labels()) == []


class TestMap:
    """A path for each verdict."""

    @given(st.integers(1, 20), st.integers(1, 20), st.integers(0, 2**32 - 1))
    def test_the_areas_cover_the_entries_and_the_signs_mark_them(self, lines, columns, seed):
        codes = np.random.default_rng(seed).integers(-1, 3, (lines, columns)).astype(np.int8)
        painted = np.full(codes.shape, -1)
        for layer in map_layers(codes, Grid(codes.shape)):
            code = ["agree", "inconclusive", "disagree"].index(layer.verdict)
            for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v10", layer.area):
                at, line = int(x) // 10, int(y) // 10
                assert (painted[line, at : at + int(width) // 10] == -1).all()
                painted[line, at : at + int(width) // 10] = code
            signs = layer.signs.count("M")
            assert signs == (0 if code == 0 else (codes == code).sum())
        assert (painted == codes).all()

    def test_it_is_small_where_much_is_alike(self):
        codes = np.zeros((100, 100), np.int8)
        assert sum(len(layer.area) for layer in map_layers(codes, Grid(codes.shape))) < 4000


class TestDifferences:
    """Difference against allowed, by powers of ten."""

    def picture(self, apart, allowed, codes):
        apart, allowed = np.array(apart), np.array(allowed)
        zero = np.zeros(apart.shape, np.int64)
        found = Cells(zero, apart, apart * 0, allowed, zero)
        return differences(np.array(codes, np.int8), found, apart.size)

    def test_what_disagrees_lies_above_the_line(self):
        found = self.picture([1.0, 1e-9], [1e-7, 1e-7], [2, 0])
        places = {layer.verdict: layer.signs for layer in found.layers}
        crosses = re.match(r"M([\d.]+) ([\d.]+)l", places[Verdict.DISAGREE])
        dots = re.match(r"M(\d+) (\d+)h0", places[Verdict.AGREE])
        limit = found.up.place(1e-7)
        assert float(crosses[2]) + 2 < limit < float(dots[2])

    @pytest.mark.parametrize("value", [0.0, inf, nan, 1e-300, 1e300, 5e-324])
    def test_everything_has_a_place_in_the_frame(self, value):
        scale = Scale.over(np.array([value, 1.0]), 0, 100)
        assert 0 <= scale.place(value) <= 100
        assert 0 < scale.place(1.0) < 100

    @pytest.mark.parametrize("value", [1.7e308, 5e-324])
    def test_numbers_at_the_end_of_the_range_are_drawn(self, value):
        """The power of ten beyond the largest number is no number."""
        found = self.picture([value, 1.0], [value, 1e-7], [2, 0])
        assert all(label.startswith("1e") for _, label in [*found.up.ticks()])
        assert "nan" not in found.limit

    def test_values_without_a_place_on_the_scale_are_labelled(self):
        scale = Scale.over(np.array([0.0, inf, 1.0]), 0, 100)
        assert [label for _, label in scale.ticks()][-2:] == ["0", "inf"]
        assert "0" not in [label for _, label in Scale.over(np.array([1.0]), 0, 100).ticks()]

    def test_downwards_is_the_other_way(self):
        up, down = (Scale.over(np.array([1.0, 100.0]), *ends) for ends in [(0, 100), (100, 0)])
        assert up.place(10.0) == pytest.approx(100 - down.place(10.0))
