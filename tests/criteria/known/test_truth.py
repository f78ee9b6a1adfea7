"""Three-valued truth: Kleene's tables, and no way to take unknown for no."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.known.truth import Truth, all_of, any_of, certain

Y, N, U = Truth.YES, Truth.NO, Truth.UNKNOWN
TRUTHS = st.sampled_from(Truth)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (Y, Y, Y, Y),
        (Y, N, N, Y),
        (Y, U, U, Y),
        (N, Y, N, Y),
        (N, N, N, N),
        (N, U, N, U),
        (U, Y, U, Y),
        (U, N, N, U),
        (U, U, U, U),
    ],
)
def test_and_and_or(left: Truth, right: Truth, both: Truth, either: Truth) -> None:
    assert left & right is both
    assert left | right is either


@pytest.mark.parametrize(("truth", "opposite"), [(Y, N), (N, Y), (U, U)])
def test_not(truth: Truth, opposite: Truth) -> None:
    assert ~truth is opposite


@pytest.mark.parametrize(
    ("truths", "every", "some"),
    [
        ([], Y, N),
        ([Y, U, N], N, Y),
        ([U, Y, U], U, Y),
        ([U, N], N, U),
        ([N, U], N, U),
        ([Y, Y], Y, Y),
        ([N, N], N, N),
    ],
)
def test_all_of_and_any_of(truths: list[Truth], every: Truth, some: Truth) -> None:
    assert all_of(truths) is every
    assert any_of(truths) is some


@given(st.lists(TRUTHS))
def test_de_morgan(truths: list[Truth]) -> None:
    assert ~all_of(truths) is any_of(~truth for truth in truths)


@pytest.mark.parametrize("truth", Truth)
def test_a_truth_is_no_bool(truth: Truth) -> None:
    with pytest.raises(TypeError, match=r"^a Truth is not a bool: compare .* `is Truth\.YES`$"):
        bool(truth)


def test_a_bool_is_certain() -> None:
    assert certain(True) is Y  # noqa: FBT003 - the one door from bool into Truth
    assert certain(False) is N  # noqa: FBT003 - as above
