"""The search for dates: which days of a series to take, counted from its first one (plan.spacing, plan.span)."""

from collections.abc import Callable

WEEK = 7


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
    if wanted[-1] < length and per_week <= WEEK and all(map(is_open, wanted)):
        return wanted  # at distance 0
    return _Search([is_open(day) for day in range(length)], wanted, per_week, least).choice()


class _Search:
    """From the last infusion back to the first: what each choice costs at least, kept by what it depends on."""

    def __init__(self, is_open: list[bool], wanted: tuple[int, ...], per_week: int, least: int) -> None:
        self._is_open = is_open
        self._wanted = wanted
        self._per_week = per_week
        self._least = least
        self._best: dict[tuple[int, tuple[int, ...]], tuple[int, int] | None] = {}

    def choice(self) -> tuple[int, ...] | None:
        """The days, or None."""
        days: list[int] = [0]
        recent: tuple[int, ...] = (0,)
        for number in range(1, len(self._wanted)):
            best = self._cheapest(number, recent)
            if best is None:
                return None
            _, day = best
            days.append(day)
            recent = _within_a_week(recent, day)
        return tuple(days)

    def _cheapest(self, number: int, recent: tuple[int, ...]) -> tuple[int, int] | None:
        """What the infusions from that number on cost at least after the `recent` days, and the day of the first."""
        key = number, recent
        if key not in self._best:
            self._best[key] = min(
                ((cost, day) for day in self._days(number, recent) if (cost := self._cost(number, recent, day)) >= 0),
                default=None,
            )
        return self._best[key]

    def _cost(self, number: int, recent: tuple[int, ...], day: int) -> int:
        """What it costs at least to have that infusion on that day, or -1 where nothing fits after it."""
        away = abs(day - self._wanted[number])
        if number + 1 == len(self._wanted):
            return away
        best = self._cheapest(number + 1, _within_a_week(recent, day))
        return -1 if best is None else away + best[0]

    def _days(self, number: int, recent: tuple[int, ...]) -> list[int]:
        """The open days on which an infusion can follow the recent ones."""
        earliest = recent[-1] + 1
        if len(recent) >= self._per_week:
            earliest = max(earliest, recent[-self._per_week] + WEEK)
        week = recent[-1] // WEEK
        is_full = sum(day >= WEEK * week for day in recent) >= self._least
        before = WEEK * (week + (2 if is_full else 1))
        still_to_come = len(self._wanted) - 1 - number
        return [day for day in range(earliest, min(before, len(self._is_open) - still_to_come)) if self._is_open[day]]


def _within_a_week(recent: tuple[int, ...], day: int) -> tuple[int, ...]:
    """The days that still count on the next one, that day the last of them."""
    return (*(earlier for earlier in recent if earlier > day - WEEK), day)
