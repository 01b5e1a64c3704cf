"""One of many values, and one of several strategies, where Hypothesis' own functions do something else."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@st.composite
def one_among(draw: st.DrawFn, values: Callable[[], Sequence[T]]) -> T:
    """One of the values that the function gives; the first is the simplest.

    `sampled_from` describes a failure with all of them, which may be thousands.
    """
    them = values()
    return them[draw(st.integers(0, len(them) - 1))]


@st.composite
def as_often_as_named(draw: st.DrawFn, *strategies: st.SearchStrategy[T]) -> T:
    """What one of the strategies draws; one that is named twice is drawn from twice as often, by `one_of` it is not."""
    return draw(strategies[draw(st.sampled_from(range(len(strategies))))])
