"""What an update takes out of a calendar again: events of earlier files that no visit of the new one has any more."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from ketaclinic import checks
from ketaclinic.errors import InvalidTypeError, of_type
from ketaclinic.plans import TreatmentPlan
from ketaclinic.preparation import PreparationSheet
from ketaclinic.visits import Visit

Dated = TreatmentPlan | Visit
"""What a calendar is made of."""
_DATED: Final = (TreatmentPlan, Visit)


def earlier_visits(replaces: Dated | Iterable[Dated] | None) -> tuple[tuple[Visit, ...], ...]:
    """The visits of each earlier file.

    Raises:
        InvalidTypeError: other types than those.
        InvalidInputError: more than 10,000 of them.
    """
    if replaces is None:
        return ()
    if isinstance(replaces, _DATED):
        return (visits_of(replaces),)
    sent = checks.gathered("replaces", replaces, "plans and visits")
    for index, one in enumerate(sent):
        if not isinstance(one, _DATED):
            raise InvalidTypeError(f"replaces[{index}]", "a plan or a visit", of_type(one))
    return tuple(map(visits_of, sent))


def visits_of(dated: Dated) -> tuple[Visit, ...]:
    """The visits of a plan, or the lone one."""
    return (dated,) if isinstance(dated, Visit) else dated.visits


def withdrawn(sheet: PreparationSheet, earlier: Sequence[Sequence[Visit]]) -> tuple[Visit, ...]:
    """The visits whose numbers are there no more, each at a moment of earlier at which no visit is any more.

    What remains of a plan is renumbered, so that the last numbers are left over whichever visit was cancelled. They go
    to the moments that have vanished, each to its own if that is one of them; where too few have, it stays at its own.
    What comes before the first visit of the sheet took place, so that nothing of it is withdrawn.
    """
    subject = sheet.subject
    completed = subject.number - 1 if isinstance(subject, Visit) else subject.completed
    numbers = {visit.number for visit in sheet.visits}
    remaining = {visit.moment for visit in sheet.visits}
    ahead = [[visit for visit in visits if visit.number > completed] for visits in earlier]
    latest = {visit.number: visit for visits in ahead for visit in visits if visit.number not in numbers}
    vanished: Counter[datetime] = Counter()
    for visits in ahead:
        vanished |= Counter(visit.moment for visit in visits if visit.moment not in remaining)
    return tuple(_placed([latest[number] for number in sorted(latest)], vanished))


def _placed(visits: Sequence[Visit], vanished: Counter[datetime]) -> Iterator[Visit]:
    """The visits at the moments that have vanished, as far as these go."""
    at_their_own = set()
    for visit in visits:
        if vanished[visit.moment]:
            vanished[visit.moment] -= 1
            at_their_own.add(visit.number)
    others = iter(sorted(vanished.elements()))
    for visit in visits:
        moment = visit.moment if visit.number in at_their_own else next(others, visit.moment)
        yield Visit.at(moment, number=visit.number, phase=visit.phase, policy=visit.policy)
