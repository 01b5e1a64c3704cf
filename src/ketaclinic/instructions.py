"""What one instruction of a preparation sheet is: its kind, how firmly it is put, and from when to when it holds."""

import enum
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import chain
from typing import Final

import attrs
import pendulum

from ketaclinic import checks
from ketaclinic.display import Plain
from ketaclinic.errors import InvalidInputError
from ketaclinic.instants import kept, local, zone_of
from ketaclinic.money import Money
from ketaclinic.policy import Policy
from ketaclinic.register import check_clause_id
from ketaclinic.screening import Finding, is_found
from ketaclinic.values import Result, made
from ketaclinic.visits import SupportiveMedication

__all__ = ["Instruction", "InstructionKind", "Strength", "in_order"]

_ANY: Final = datetime.min.replace(tzinfo=UTC)
"""Stands for no start where instructions are put in order of time."""


class Strength(enum.Enum):
    """How firmly the FAQ puts an instruction."""

    REQUIRED = "required"
    ADVISED = "advised"
    """Advised, or told so that the patient knows what to expect."""


class InstructionKind(enum.Enum):
    """What an instruction is about, in the order in which those of one time stand."""

    AVOID = "avoid"
    """Something was entered with which ketamine is to be avoided, so that the doctor comes before all else."""
    DOCTOR_DECIDES = "doctor_decides"
    """Something was entered that the doctor has to decide about before the visit."""
    CLEARANCE = "clearance"
    """Something was entered that needs the primary care physician's clearance first."""
    SPEAK_WITH_DOCTOR = "speak_with_doctor"
    """Something was entered that the doctor must know of first."""
    PRESCRIBER_PLAN = "prescriber_plan"
    """A plan with the prescriber and the doctor for benzodiazepines and lamotrigine; without them, nothing changes."""
    KEEP_ANTIDEPRESSANTS = "keep_antidepressants"
    """Antidepressants need not be stopped."""
    ABSTAIN = "abstain"
    """No alcohol and no illicit substances; the FAQ states no start and no end."""
    MISUSE = "misuse"
    """Ketamine under an experienced physician only."""
    CANNABIS = "cannabis"
    """No marijuana for days before an infusion. Its end does not end `ABSTAIN`."""
    FASTING = "fasting"
    """Nothing to eat or drink, water included. That it ends at the start does not say that one may eat then."""
    VISIT = "visit"
    """The visit itself, up to its latest expected end."""
    PAYMENT = "payment"
    """The infusion is paid at its visit."""
    SUPPORTIVE_MEDICATION = "supportive_medication"
    """What is given along with the infusion."""
    EFFECTS = "effects"
    """Passing effects to expect."""
    ONSET = "onset"
    """When benefit is typically noticed."""
    DRIVER = "driver"
    """Somebody else drives the patient home."""
    TWELVE_HOURS = "twelve_hours"
    """No driving, machines, challenging mental work or decisions until then at the earliest."""

    @property
    def strength(self) -> Strength:
        """How firmly the FAQ puts it."""
        return Strength.REQUIRED if self in _REQUIRED else Strength.ADVISED

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on; an instruction's own may be more."""
        return _CLAUSES[self]


_REQUIRED: Final = frozenset(
    {
        InstructionKind.AVOID,
        InstructionKind.DOCTOR_DECIDES,
        InstructionKind.CLEARANCE,
        InstructionKind.ABSTAIN,
        InstructionKind.CANNABIS,
        InstructionKind.FASTING,
        InstructionKind.DRIVER,
    }
)

_CLAUSES: Final = {
    InstructionKind.AVOID: ("candidacy.doctor-decides",),
    InstructionKind.DOCTOR_DECIDES: ("candidacy.doctor-decides",),
    InstructionKind.SPEAK_WITH_DOCTOR: ("candidacy.doctor-decides",),
    InstructionKind.CLEARANCE: ("screen.clearance",),
    InstructionKind.PRESCRIBER_PLAN: (
        "prepare.benzodiazepine-lamotrigine",
        "screen.benzodiazepine-lamotrigine",
    ),
    InstructionKind.KEEP_ANTIDEPRESSANTS: ("prepare.keep-antidepressants", "plan.adjunct"),
    InstructionKind.ABSTAIN: ("prepare.abstain",),
    InstructionKind.MISUSE: ("aftercare.misuse",),
    InstructionKind.CANNABIS: ("prepare.cannabis", "prepare.abstain"),
    InstructionKind.FASTING: ("prepare.fasting",),
    InstructionKind.VISIT: (),
    InstructionKind.PAYMENT: ("price.pay-as-you-go",),
    InstructionKind.SUPPORTIVE_MEDICATION: (),
    InstructionKind.EFFECTS: ("aftercare.effects", "visit.recovery"),
    InstructionKind.ONSET: ("visit.onset",),
    InstructionKind.DRIVER: ("prepare.driver",),
    InstructionKind.TWELVE_HOURS: ("aftercare.twelve-hours", "prepare.driver"),
}

_OF_ONE_VISIT: Final = frozenset(
    {InstructionKind.VISIT, InstructionKind.PAYMENT, InstructionKind.SUPPORTIVE_MEDICATION}
)
"""What is never told of two visits as one: two payments of one amount are not one payment."""


@attrs.frozen(init=False)
class Instruction(Result, Plain):
    """One thing to do, to keep from, or to expect. Times are kept in UTC and shown in the clinic's zone."""

    _made_by = "prepare or prepare_plan"

    kind: InstructionKind
    first: datetime | None = attrs.field(repr=str)
    """The moment in UTC at which it begins; None where no start is stated."""
    last: datetime | None = attrs.field(repr=str)
    """The moment in UTC at which it ends; None where no end is stated."""
    numbers: tuple[int, ...]
    """The numbers of the visits that it belongs to."""
    policy: Policy = attrs.field(repr=False)
    findings: tuple[Finding, ...] = ()
    """The screening's findings that call for it."""
    amount: Money | None = None
    """What is paid, in `PAYMENT`; None where the policy publishes no price."""
    medications: tuple[SupportiveMedication, ...] = ()
    """What is given, in `SUPPORTIVE_MEDICATION`."""
    of_visit: tuple[str, ...] = attrs.field(default=(), repr=False)
    """The ids of further clauses that it rests on."""

    @property
    def begins(self) -> pendulum.DateTime | None:
        """When it begins, in the clinic's zone; None where no start is stated."""
        return None if self.first is None else local(self.first, zone_of(self.policy.clinic.time_zone))

    @property
    def ends(self) -> pendulum.DateTime | None:
        """When it ends, in the clinic's zone; None where no end is stated."""
        return None if self.last is None else local(self.last, zone_of(self.policy.clinic.time_zone))

    @property
    def strength(self) -> Strength:
        """How firmly the FAQ puts it."""
        return self.kind.strength

    @property
    def clauses(self) -> tuple[str, ...]:
        """The ids of the clauses that it rests on."""
        if not (self.of_visit or self.medications or self.findings):
            return self.kind.clauses
        found = chain.from_iterable(finding.clauses for finding in self.findings)
        given = chain.from_iterable(medication.clauses for medication in self.medications)
        return tuple(dict.fromkeys((*self.kind.clauses, *self.of_visit, *given, *found)))

    def _check(self) -> None:
        self._check_but_for_findings()
        for index, finding in enumerate(self.findings):
            if not is_found(finding, self.policy):
                raise InvalidInputError(f"findings[{index}]", "what the entry leads to under the policy")

    def _check_but_for_findings(self) -> None:
        first, last = (
            None if at is None else kept(name, at) for name, at in (("first", self.first), ("last", self.last))
        )
        if first is not None and last is not None and first > last:
            raise InvalidInputError("last", "a time that is not before `first`")
        if not self.numbers:
            raise InvalidInputError("numbers", "the number of a visit at least")
        for index, number in enumerate(self.numbers):
            checks.count(f"numbers[{index}]", number, least=1)
        for index, id_ in enumerate(self.of_visit):
            check_clause_id(f"of_visit[{index}]", id_)
        if self.amount is not None and (self.kind is not InstructionKind.PAYMENT or self.amount.amount < 0):
            raise InvalidInputError("amount", "what a payment is, and nothing else has")


def in_order(instructions: Iterable[Instruction]) -> tuple[Instruction, ...]:
    """Those of one kind and content as one where their windows overlap or touch; then in order of time.

    They are of one sheet: the same findings call for all those of a kind.
    """
    joined: dict[tuple[object, ...], list[Instruction]] = {}
    for told in sorted(instructions, key=_time):
        content = (told.kind, told.amount, told.medications, told.of_visit)
        same = joined.setdefault(content, [])
        if same and told.kind not in _OF_ONE_VISIT and _goes_on(same[-1], told):
            last = None if same[-1].last is None or told.last is None else max(same[-1].last, told.last)
            same[-1] = _joined(same[-1], told, last)
        else:
            same.append(told)
    kinds = list(InstructionKind)
    flat = chain.from_iterable(joined.values())
    return tuple(sorted(flat, key=lambda told: (*_time(told), kinds.index(told.kind))))


def _time(told: Instruction) -> tuple[bool, datetime]:
    return told.first is not None, told.first or _ANY


def _goes_on(before: Instruction, told: Instruction) -> bool:
    """Whether the window of one, which begins no later, reaches the other's."""
    return before.last is None or told.first is None or told.first <= before.last


def _joined(before: Instruction, told: Instruction, last: datetime | None) -> Instruction:
    return made(
        Instruction,
        before.kind,
        before.first,
        last,
        (*before.numbers, *told.numbers),
        before.policy,
        before.findings,
        before.amount,
        before.medications,
        before.of_visit,
    )
