"""One of many values. Hypothesis' own `sampled_from` describes a failure with all of them, which may be thousands."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import strategies as st

T = TypeVar("T")


@st.composite
def one_among(draw: st.DrawFn, values: Callable[[], Sequence[T]]) -> T:
    """One of the values that the function gives; the first is the simplest."""
    them = values()
    return them[draw(st.integers(0, len(them) - 1))]
