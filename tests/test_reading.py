"""How a result becomes entries: all axes, denominator first, or with repeated indices."""

from __future__ import annotations

import numpy as np
import pytest

from gradcheck.errors import JudgingError
from gradcheck.reading import Reading, read_result
from gradcheck.records import Name, Numeric

NAME = Name("z", "b")


def numeric(jacobian, bound=1e-12):
    """A numeric Jacobian of one trial."""
    values = np.asarray(jacobian, float)[None]
    return Numeric(values, np.full(values.shape, bound), np.zeros(values.shape, dtype=np.int64))


def read(
    numerator, denominator, result, jacobian, indices=None, *, denominator_first=False, bound=0.0
):
    """Read a result against a Jacobian, and return the reading and the entries."""
    full = Reading(numerator, denominator, denominator_first)
    array = np.asarray(result, float)
    shape = () if indices is not None else array.shape
    reading = read_result(full, shape, indices, numeric(jacobian, bound), "dz_db", NAME)
    return reading, reading.align(array)


class TestAllAxes:
    """A result with all the axes of the derivative is taken as it stands."""

    def test_numerator_first(self):
        entries = np.arange(6.0).reshape(2, 3)
        reading, aligned = read((2,), (3,), entries, entries)
        assert reading.told is None
        assert (aligned == entries).all()

    def test_denominator_first(self):
        entries = np.arange(6.0).reshape(2, 3)
        _, aligned = read((2,), (3,), entries.T, entries, denominator_first=True)
        assert (aligned == entries).all()

    def test_denominator_first_of_many_axes(self):
        entries = np.arange(24.0).reshape(2, 3, 4)
        first = np.moveaxis(entries, 0, -1)
        _, aligned = read((2,), (3, 4), first, entries, denominator_first=True)
        assert (aligned == entries).all()
        first = np.moveaxis(entries, -1, 0)
        _, aligned = read((2, 3), (4,), first, entries, denominator_first=True)
        assert (aligned == entries).all()

    def test_the_other_layout_is_another_shape(self):
        entries = np.arange(6.0).reshape(2, 3)
        with pytest.raises(JudgingError, match=r"\(3, 2\).*\(2, 3\)") as caught:
            read((2,), (3,), entries.T, entries)
        assert caught.value.kind == "shape"

    @pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 3), (2, 1), (3, 2), (2, 3, 1), (6,)])
    def test_nothing_is_broadcast_into_a_gradient(self, shape):
        with pytest.raises(JudgingError):
            read((), (2, 3), np.ones(shape), np.ones((2, 3)))

    def test_a_number(self):
        reading, aligned = read((), (), 3.0, 3.0)
        assert (reading.told, aligned.shape, float(aligned)) == (None, (), 3.0)


class TestRepeatedIndices:
    """Fewer axes: the entries whose numerator index equals the matching denominator index."""

    def test_a_vector_for_a_diagonal(self):
        slopes = np.array([2.0, 3.0, 4.0])
        reading, aligned = read((3,), (3,), slopes, np.diag(slopes))
        assert (aligned == np.diag(slopes)).all()
        assert reading.told is not None

    def test_a_number_for_the_identity(self):
        """dz_j/db_j = 1."""
        reading, aligned = read((3,), (3,), 1.0, np.eye(3))
        assert (aligned == np.eye(3)).all()
        assert reading.told is not None

    def test_a_wrong_number_is_still_read_so(self):
        _, aligned = read((3,), (3,), 2.0, np.eye(3))
        assert (aligned == 2 * np.eye(3)).all()

    def test_an_array_for_a_diagonal_block(self):
        """dz_j/dW_ji = a_i: the shape is W's, the other rows of W do nothing to z_j."""
        a = np.array([5.0, 7.0])
        jacobian = np.einsum("jk,i->jki", np.eye(3), a)
        _, aligned = read((3,), (3, 2), np.tile(a, (3, 1)), jacobian)
        assert (aligned == jacobian).all()

    def test_the_matching_is_the_one_that_leaves_zeros(self):
        """Of two denominator axes of one length, the Jacobian tells which shares the index."""
        a = np.array([5.0, 7.0, 9.0])
        jacobian = np.einsum("jk,i->jki", np.eye(3), a)
        _, aligned = read((3,), (3, 3), np.tile(a, (3, 1)), jacobian)
        assert (aligned == jacobian).all()
        swapped = jacobian.swapaxes(1, 2)
        _, aligned = read((3,), (3, 3), np.tile(a, (3, 1)).T, swapped)
        assert (aligned == swapped).all()

    def test_a_full_jacobian_has_no_diagonal(self):
        """Softmax: it disagrees, with that as the cause."""
        o = np.array([0.2, 0.3, 0.5])
        jacobian = np.diag(o) - np.outer(o, o)
        reading, aligned = read((3,), (3,), o * (1 - o), jacobian)
        assert "not zero" in reading.told
        assert (np.abs(aligned - jacobian) > 0.05).any()

    def test_zeros_within_the_bound_are_zeros(self):
        noisy = np.eye(2) + 1e-9
        reading, _ = read((2,), (2,), [1.0, 1.0], noisy, bound=1e-8)
        assert "not zero" not in reading.told
        reading, _ = read((2,), (2,), [1.0, 1.0], noisy, bound=1e-10)
        assert "not zero" in reading.told

    def test_what_is_not_known_is_not_zero(self):
        unknown = np.eye(2)
        reading, _ = read((2,), (2,), [1.0, 1.0], unknown, bound=np.inf)
        assert "not zero" in reading.told

    def test_denominator_first(self):
        a = np.array([5.0, 7.0])
        jacobian = np.einsum("jk,i->jki", np.eye(3), a)
        _, aligned = read((3,), (3, 2), np.tile(a, (3, 1)), jacobian, denominator_first=True)
        assert (aligned == jacobian).all()

    def test_by_index_parameters(self):
        slopes = np.array([2.0, 3.0, 4.0])
        _, aligned = read((3,), (3,), slopes, np.diag(slopes), indices=1)
        assert (aligned == np.diag(slopes)).all()

    def test_axes_of_different_length_cannot_be_repeated(self):
        with pytest.raises(JudgingError):
            read((2,), (3,), [1.0, 1.0, 1.0], np.ones((2, 3)))

    def test_two_pairs(self):
        jacobian = np.einsum("ik,jl->ijkl", np.eye(2), np.eye(3))
        _, aligned = read((2, 3), (2, 3), np.ones((2, 3)), jacobian)
        assert (aligned == jacobian).all()

    @pytest.mark.parametrize("shape", [(2, 3), (3, 3)])
    def test_a_number_for_all_of_them(self, shape):
        """dR_ij/dY_ij = 1: with one pair alone, there would be ones beside the diagonal."""
        jacobian = np.eye(shape[0] * shape[1]).reshape(*shape, *shape)
        _, aligned = read(shape, shape, 1.0, jacobian)
        assert (aligned == jacobian).all()

    def test_no_more_than_hold(self):
        """dz_ij/db_kj = 1 wherever j is the same: i and k need not be."""
        jacobian = np.einsum("ik,jl->ijkl", np.ones((2, 2)), np.eye(3))
        _, aligned = read((2, 3), (2, 3), 1.0, jacobian)
        assert (aligned == jacobian).all()
