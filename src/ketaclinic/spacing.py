"""The search for dates: which days of a series to take, counted from its first one (plan.spacing, plan.span).

It goes through the days once, the first of them day 0. What can still be done on a day depends on which of the six
days before it are taken and on how many are taken in all, so only the best choice of each such state is kept.
"""

from collections.abc import Callable, Sequence
from typing import Final

WEEK: Final = 7

_SIX_DAYS: Final = 0b111111
"""The taken days are bits, the latest day the lowest."""

_NEAR: Final = 2
"""The search is first for days as near as that to an even spacing, since most often there are some."""


def even(number: int, per_week: int) -> int:
    """On which day an even spacing puts the infusion of that number, both counted from 0."""
    return WEEK * number // per_week


def spread(
    is_open: Callable[[int], bool], length: int, *, infusions: int, per_week: int, least: int
) -> tuple[int, ...] | None:
    """The days to take out of those that are open, the first of them day 0; None if there are none that fit.

    The days are counted from 0 up to `length`, and `is_open` tells of each whether it can be taken. No week of 7 days
    in a row has more than `per_week`, and each week counted from day 0 has at least `least`, save the one of the last
    infusion. Among what fits, it is the choice with the smallest sum of distances from an even spacing, and among
    equals the one with the earliest days.
    """
    if infusions > length or not is_open(0):
        return None
    wanted = tuple(even(number, per_week) for number in range(infusions))
    if wanted[-1] < length and len(set(wanted)) == infusions and all(map(is_open, wanted)):
        return wanted  # at distance 0
    opened = [is_open(day) for day in range(length)]
    distance = _NEAR
    days = _choice(opened, wanted, per_week, least, within=distance)
    if days is None and possible(opened, per_week=per_week, least=least) >> infusions & 1:
        while days is None and distance < infusions * length:  # no choice is farther away than that
            distance *= 4
            days = _choice(opened, wanted, per_week, least, within=distance)
    return days


def _choice(
    is_open: Sequence[bool], wanted: Sequence[int], per_week: int, least: int, *, within: int
) -> tuple[int, ...] | None:
    """The days with the smallest sum of distances from those wanted, if it is no more than `within`.

    A choice is one number, so that the better of two is the smaller: its distance comes first, and of the same distance
    the one that has an earlier day where they first differ, since earlier days stand for higher powers of two.
    """
    length, infusions = len(is_open), len(wanted)
    most = within << length
    chosen = {(1, 1): -1 << length - 1}
    found: list[int] = []
    for day in range(1, length):
        if not day % WEEK:
            chosen = {state: choice for state, choice in chosen.items() if state[0].bit_count() >= least}
        left = min(length - day, per_week * ((length - day) // WEEK + 1))
        follows: dict[tuple[int, int], int] = {}
        for (recent, taken), choice in chosen.items():
            if taken + left < infusions:
                continue
            before = (recent & _SIX_DAYS) << 1
            _keep(follows, (before, taken), choice)
            if is_open[day] and before.bit_count() < per_week:
                choice += (abs(day - wanted[taken]) << length) - (1 << length - 1 - day)  # noqa: PLW2901  # goes on
                if choice > most:
                    continue
                if taken + 1 == infusions:
                    found.append(choice)
                else:
                    _keep(follows, (before | 1, taken + 1), choice)
        chosen = follows
    if not found:
        return None
    best = -min(found)
    return tuple(day for day in range(length) if best >> length - 1 - day & 1)


def _keep(choices: dict[tuple[int, int], int], state: tuple[int, int], choice: int) -> None:
    if state not in choices or choice < choices[state]:
        choices[state] = choice


def possible(is_open: Sequence[bool], *, per_week: int, least: int) -> int:
    """For which numbers of infusions `spread` finds days: bit n of the answer stands for n."""
    if not is_open[0]:
        return 0
    found = numbers = 0b10
    taken = {1: numbers}
    for day in range(1, len(is_open)):
        if not day % WEEK:
            taken = {recent: numbers for recent, numbers in taken.items() if recent.bit_count() >= least}
        follows: dict[int, int] = {}
        for recent, numbers in taken.items():
            before = (recent & _SIX_DAYS) << 1
            follows[before] = follows.get(before, 0) | numbers
            if is_open[day] and before.bit_count() < per_week:
                follows[before | 1] = follows.get(before | 1, 0) | numbers << 1
                found |= numbers << 1
        taken = follows
    return found
