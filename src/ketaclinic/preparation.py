"""What a patient does before a visit and after it, in order of time (prepare.*, aftercare.*)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

import attrs

from ketaclinic import checks
from ketaclinic.display import Displayed
from ketaclinic.errors import InvalidInputError, PriceNotPublishedError
from ketaclinic.indications import Indication
from ketaclinic.instants import days_before, instant, zone_of
from ketaclinic.instructions import Instruction, InstructionKind, in_order
from ketaclinic.levels import Level
from ketaclinic.money import Money
from ketaclinic.plans import TreatmentPlan
from ketaclinic.policy import Policy
from ketaclinic.quotes import named_indications, quote
from ketaclinic.recognition import Match
from ketaclinic.screening import Finding, Screening
from ketaclinic.values import Result, made
from ketaclinic.visits import SupportiveMedication, Visit, complaints, expected_minutes, supportive_medications

__all__ = ["PreparationSheet", "prepare", "prepare_plan"]

_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)

_BY_LEVEL: Final = {
    Level.AVOID: InstructionKind.AVOID,
    Level.DOCTOR_DECIDES: InstructionKind.DOCTOR_DECIDES,
    Level.CAUTION: InstructionKind.SPEAK_WITH_DOCTOR,
    Level.NOT_ADDRESSED: InstructionKind.SPEAK_WITH_DOCTOR,
    Level.CLEARANCE_REQUIRED: InstructionKind.CLEARANCE,
}
"""What findings of a level call for, whatever their group. A finding that calls for nothing else is for the doctor."""

_CLEAR: Final = frozenset({Level.INDICATION, Level.COMPATIBLE})
"""Levels of findings that call for nothing."""

_FROM_FINDINGS: Final = (
    InstructionKind.AVOID,
    InstructionKind.DOCTOR_DECIDES,
    InstructionKind.CLEARANCE,
    InstructionKind.SPEAK_WITH_DOCTOR,
)
"""What stands on a sheet only where something was entered that calls for it."""

_BY_CLAUSE: Final = {
    "prepare.benzodiazepine-lamotrigine": InstructionKind.PRESCRIBER_PLAN,
    "prepare.keep-antidepressants": InstructionKind.KEEP_ANTIDEPRESSANTS,
    "prepare.abstain": InstructionKind.ABSTAIN,
    "prepare.cannabis": InstructionKind.CANNABIS,
}
"""What findings that rest on a clause call for."""


@attrs.frozen(init=False)
class PreparationSheet(Result, Displayed):
    """What a patient does before and after one visit, or the visits of a plan."""

    _made_by = "prepare or prepare_plan"

    subject: Visit | TreatmentPlan
    """The visit or the plan that it is for."""
    screening: Screening | None
    """What the patient entered, if it was told."""
    treating: tuple[Indication, ...] | None
    """What is treated, once each and in the order of `Indication`; None if that was not said."""
    infusion_ended: datetime | None = attrs.field(repr=str)
    """The recorded end of the infusion in UTC, if it was told."""
    nausea_after: tuple[int, ...]
    """The numbers of the infusions at which nausea came up."""
    headache_after: tuple[int, ...]
    """The numbers of the infusions at which a headache came up."""
    instructions: tuple[Instruction, ...] = attrs.field(repr=False)
    """First those without a stated start, then in order of time."""

    @property
    def policy(self) -> Policy:
        """The policy that its figures are from."""
        return self.subject.policy

    @property
    def visits(self) -> tuple[Visit, ...]:
        """The visits that it is for, in order of time."""
        return (self.subject,) if isinstance(self.subject, Visit) else self.subject.visits

    @property
    def not_told(self) -> tuple[str, ...]:
        """The lists of what a patient takes, has and uses that it knows nothing of."""
        return ("medications", "conditions", "substances") if self.screening is None else self.screening.not_asked

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        return tuple(dict.fromkeys(chain.from_iterable(told.clauses for told in self.instructions)))

    def __reduce__(self) -> tuple[object, ...]:
        asked = (self.subject, self.screening, self.treating, self.infusion_ended)
        return _prepare_again, (*asked, self.nausea_after, self.headache_after)


def prepare(  # noqa: PLR0913  # each is told by itself, and all but the first by name
    visit: Visit,
    *,
    screening: Screening | None = None,
    treating: Iterable[Indication] | None = None,
    infusion_ended: datetime | None = None,
    nausea_after: Iterable[int] = (),
    headache_after: Iterable[int] = (),
) -> PreparationSheet:
    """What to do before a visit and after it: a dated sheet, in order of time (prepare.*, aftercare.*).

    A screening adds what its findings call for; more findings never take an instruction away. Where the recorded end
    of the infusion is given, the time without driving counts from it, and otherwise from the latest expected end of the
    visit. `nausea_after` and `headache_after` are those of `ketaclinic.supportive_medications`.

    `treating` is that of `ketaclinic.quote`. Where chronic pain is in it or in the screening, the price is the one that
    the policy publishes for chronic pain; the FAQ publishes none, and so none is told.

    Raises:
        NaiveDatetimeError: `infusion_ended` has no zone and no offset.
        InvalidTypeError: other types than those.
        InvalidInputError: an infusion that did not end within 24 hours after the visit began, or a screening under
            another policy.

    >>> import ketaclinic as kc
    >>> from datetime import datetime
    >>> from zoneinfo import ZoneInfo
    >>> visit = kc.Visit.at(datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles")), number=1)
    >>> sheet = kc.prepare(visit, screening=kc.screen(medications=["Klonopin"]))
    >>> for told in sheet.instructions:
    ...     if told.kind in {kc.InstructionKind.PRESCRIBER_PLAN, kc.InstructionKind.FASTING}:
    ...         print(told.kind.name, told.begins, [finding.entry for finding in told.findings])
    PRESCRIBER_PLAN None ['Klonopin']
    FASTING 2026-12-01 07:00:00-08:00 []
    """
    checks.instance("visit", visit, Visit)
    ended = None if infusion_ended is None else instant("infusion_ended", infusion_ended)
    if ended is not None and not visit.moment < ended <= visit.moment + _DAY:
        raise InvalidInputError("infusion_ended", "a time within 24 hours after the start of the visit")
    return _sheet(visit, screening, treating, ended, nausea_after, headache_after)


def prepare_plan(
    plan: TreatmentPlan,
    *,
    screening: Screening | None = None,
    treating: Iterable[Indication] | None = None,
    nausea_after: Iterable[int] = (),
    headache_after: Iterable[int] = (),
) -> PreparationSheet:
    """One sheet for all visits of a plan. Where windows of one kind overlap or touch, they are one instruction.

    Raises:
        InvalidTypeError, InvalidInputError: as `ketaclinic.prepare`.

    >>> import ketaclinic as kc
    >>> from datetime import datetime, timezone
    >>> plan = kc.TreatmentPlan.of([datetime(2026, 12, day, 18, tzinfo=timezone.utc) for day in (1, 3, 8)])
    >>> for told in kc.prepare_plan(plan).instructions:
    ...     if told.kind is kc.InstructionKind.CANNABIS:
    ...         print(told.numbers, told.begins.to_date_string(), told.ends.to_date_string())
    (1, 2) 2026-11-28 2026-12-03
    (3,) 2026-12-05 2026-12-08
    """
    checks.instance("plan", plan, TreatmentPlan)
    return _sheet(plan, screening, treating, None, nausea_after, headache_after)


def _sheet(  # noqa: PLR0913, PLR0917  # those of `prepare`
    subject: Visit | TreatmentPlan,
    screening: Screening | None,
    treating: Iterable[Indication] | None,
    infusion_ended: datetime | None,
    nausea_after: Iterable[int],
    headache_after: Iterable[int],
) -> PreparationSheet:
    if screening is not None and checks.instance("screening", screening, Screening).policy != subject.policy:
        raise InvalidInputError("screening", "a screening under the policy of the visit")
    named = None if treating is None else named_indications(treating)
    treated = treated_in(named, screening)
    nausea, headache = complaints("nausea_after", nausea_after), complaints("headache_after", headache_after)
    visits = (subject,) if isinstance(subject, Visit) else subject.visits
    found, earliest = _called_for(screening), [_earliest(numbers) for numbers in (nausea, headache)]
    of_visits = (_Instructions(visit, found, treated, infusion_ended, *earliest).all() for visit in visits)
    merged = in_order(chain.from_iterable(of_visits))
    return made(PreparationSheet, subject, screening, named, infusion_ended, nausea, headache, merged)


def treated_in(treating: tuple[Indication, ...] | None, screening: Screening | None) -> tuple[Indication, ...] | None:
    """What is treated, by what was said and by what was entered; None where neither was told."""
    if screening is None:
        return treating
    return named_indications((*(treating or ()), *screening.indications))


def _earliest(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The one complaint that decides what is given at each later infusion, if there is any."""
    return (min(numbers),) if numbers else ()


def _called_for(screening: Screening | None) -> dict[InstructionKind, tuple[Finding, ...]]:
    """What the findings call for, once for all visits: visits times findings squared took minutes."""
    found: dict[InstructionKind, list[Finding]] = {}
    for finding in () if screening is None else screening.findings:
        kinds = {_BY_CLAUSE[clause] for clause in finding.clauses if clause in _BY_CLAUSE}
        if finding.match is Match.APPROXIMATE:
            # Of a name that is still to be confirmed, nothing is said as if it were known.
            kinds -= {InstructionKind.KEEP_ANTIDEPRESSANTS}
        kinds |= {_BY_LEVEL[level] for level in (finding.level,) if level in _BY_LEVEL}
        if not kinds and finding.level not in _CLEAR:
            kinds = {InstructionKind.SPEAK_WITH_DOCTOR}  # a clinic's own level for a group
        for kind in kinds:
            found.setdefault(kind, []).append(finding)
    return {kind: tuple(findings) for kind, findings in found.items()}


class _Instructions:
    """The instructions for one visit."""

    def __init__(  # noqa: PLR0913, PLR0917  # what a sheet is made of
        self,
        visit: Visit,
        found: Mapping[InstructionKind, tuple[Finding, ...]],
        treated: tuple[Indication, ...] | None,
        infusion_ended: datetime | None,
        nausea: tuple[int, ...],
        headache: tuple[int, ...],
    ) -> None:
        self._visit = visit
        self._found = found
        self._treated = treated
        self._nausea = nausea
        self._headache = headache
        minutes = expected_minutes(visit.policy, is_initial=visit.is_initial)
        self._starts = visit.moment
        self._least, self._most = (visit.moment + timedelta(minutes=number) for number in minutes)
        self._leaves = self._least if infusion_ended is None else infusion_ended
        self._rests_from = self._most if infusion_ended is None else infusion_ended

    def all(self) -> Iterator[Instruction]:
        """Each kind that the visit and the screening call for."""
        figures = self._visit.policy.preparation
        zone = zone_of(self._visit.policy.clinic.time_zone)
        found = self._found
        for kind in _FROM_FINDINGS:
            if kind in found:
                yield self._told(kind, None, None, findings=found[kind])
        for kind in (InstructionKind.PRESCRIBER_PLAN, InstructionKind.KEEP_ANTIDEPRESSANTS, InstructionKind.ABSTAIN):
            yield self._told(kind, None, None, findings=found.get(kind, ()))
        yield self._told(InstructionKind.MISUSE, None, None)
        held = days_before(self._starts, figures.cannabis.days, zone)
        cannabis = found.get(InstructionKind.CANNABIS, ())
        yield self._told(InstructionKind.CANNABIS, held, self._starts, findings=cannabis)
        yield self._told(InstructionKind.FASTING, self._starts - _HOUR * figures.fasting.hours, self._starts)
        yield from self._at_the_visit()
        yield self._told(InstructionKind.DRIVER, self._leaves, max(self._leaves, self._most))
        rested = max(self._rests_from + _HOUR * figures.aftercare.hours, self._most)
        yield self._told(InstructionKind.TWELVE_HOURS, self._leaves, rested)

    def _at_the_visit(self) -> Iterator[Instruction]:
        visit = self._visit
        yield self._told(InstructionKind.VISIT, self._starts, self._most, of_visit=visit.clauses)
        amount, clauses = self._price()
        yield self._told(InstructionKind.PAYMENT, self._starts, self._most, amount=amount, of_visit=clauses)
        given = supportive_medications(
            visit.number, nausea_after=self._nausea, headache_after=self._headache, policy=visit.policy
        )
        yield self._told(InstructionKind.SUPPORTIVE_MEDICATION, self._starts, self._most, medications=given)
        yield self._told(InstructionKind.EFFECTS, self._starts, None)
        yield self._told(InstructionKind.ONSET, self._starts, None)

    def _price(self) -> tuple[Money | None, tuple[str, ...]]:
        """What the infusion costs, and the clauses that it rests on; no price where none is published."""
        try:
            priced = quote(1, completed=self._visit.number - 1, treating=self._treated, policy=self._visit.policy)
        except PriceNotPublishedError as error:
            return None, (error.clause,)
        return priced.total, (*priced.lines[0].clauses, "price.chronic-pain")

    def _told(  # noqa: PLR0913  # the fields of an instruction, most of them by name
        self,
        kind: InstructionKind,
        first: datetime | None,
        last: datetime | None,
        *,
        findings: tuple[Finding, ...] = (),
        amount: Money | None = None,
        medications: tuple[SupportiveMedication, ...] = (),
        of_visit: tuple[str, ...] = (),
    ) -> Instruction:
        visit = self._visit
        return made(
            Instruction, kind, first, last, (visit.number,), visit.policy, findings, amount, medications, of_visit
        )


def _prepare_again(  # noqa: PLR0913, PLR0917  # the fields of a sheet
    subject: Visit | TreatmentPlan,
    screening: Screening | None,
    treating: tuple[Indication, ...] | None,
    infusion_ended: datetime | None,
    nausea_after: tuple[int, ...],
    headache_after: tuple[int, ...],
) -> PreparationSheet:
    if isinstance(subject, Visit):
        return prepare(
            subject,
            screening=screening,
            treating=treating,
            infusion_ended=infusion_ended,
            nausea_after=nausea_after,
            headache_after=headache_after,
        )
    return prepare_plan(
        subject, screening=screening, treating=treating, nausea_after=nausea_after, headache_after=headache_after
    )
