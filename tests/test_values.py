"""Values are checked whenever they come into being, and nobody but their function makes a result."""

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic import Service
from ketaclinic.screening import Said
from ketaclinic.testing import policies
from ketaclinic.testing.registry import STRATEGIES
from ketaclinic.values import Result, Value, remade

POLICY = kc.faq_policy()


def inputs() -> list[Any]:
    """One of each kind that a user makes."""
    return [
        kc.Money("-600.50", "EUR"),
        POLICY.pricing.infusions.tiers[0],
        POLICY.pricing.infusions,
        POLICY.pricing.consultations.information,
        POLICY.screening.groups[3],
        POLICY,
    ]


def results() -> list[Any]:
    """One of each kind that a function makes, and what is in it."""
    quote = kc.quote(
        6,
        completed=2,
        services=[Service.INFORMATION_CONSULTATION],
        treating=[kc.Indication.PTSD],
        policy=attrs.evolve(POLICY, cancellation=kc.CancellationPolicy(notice=kc.Hours(24, "cancel.notice"))),
    )
    payments = quote.payments
    screening = kc.screen(medications=["zoloff", "Xanax"], conditions=["PTSD"], policy=quote.policy)
    finding = screening.findings[1]
    return [
        *[quote, *quote.lines, payments, payments[0], payments[-1], kc.clauses()[5], kc.paragraphs()[0]],
        *[screening, finding, finding.suggestions[0]],
    ]


VALUES, RESULTS = inputs(), results()


@pytest.mark.parametrize("index", range(len(VALUES) + len(RESULTS)))
def test_a_copy_is_equal_and_so_is_what_was_pickled(index: int) -> None:
    value = [*inputs(), *results()][index]
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        twin = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301  # our own
        assert (twin, hash(twin)) == (value, hash(value))
    assert (copy.copy(value), copy.deepcopy(value)) == (value, value)
    assert type(copy.copy(value)) is type(value)


def test_a_pickled_value_has_the_same_hash_in_another_process() -> None:
    """A cached hash must not travel: strings hash differently in each process."""
    code = (
        "import pickle, sys, ketaclinic as kc\n"
        "value = pickle.load(sys.stdin.buffer)\n"
        "assert value in {kc.faq_policy()}, 'another hash'\n"
    )
    subprocess.run([sys.executable, "-c", code], input=pickle.dumps(POLICY), check=True)  # noqa: S603  # our own code


def test_unpickling_an_edited_state_checks_it() -> None:
    money = pickle.dumps(kc.Money("600"), 0).replace(b"600.00", b"600.001")
    with pytest.raises(kc.InvalidInputError, match="^amount: "):
        pickle.loads(money)  # noqa: S301  # our own

    hours = pickle.dumps(kc.Hours(48, "cancel.notice"), 0).replace(b"I48\n", b"I-48\n")
    with pytest.raises(kc.InvalidInputError, match="^hours: "):
        pickle.loads(hours)  # noqa: S301  # our own

    quote = pickle.dumps(kc.quote(6), 0).replace(b"I6\n", b"I-6\n", 1)
    with pytest.raises(kc.InvalidInputError, match="^infusions: "):
        pickle.loads(quote)  # noqa: S301  # our own


CONSULTATION, TIER = POLICY.pricing.consultations.information, POLICY.pricing.infusions.tiers[0]


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        (kc.QuoteLine, (Service.INFUSION, 0, 1, TIER), "first"),
        (kc.QuoteLine, (Service.INFUSION, None, 1, TIER), "first"),
        (kc.QuoteLine, (Service.INFUSION, 1, 0, TIER), "quantity"),
        (kc.QuoteLine, (Service.INFUSION, 1, 1, CONSULTATION), "price"),
        (kc.QuoteLine, (Service.TELEPHONE_CONSULTATION, 1, 1, CONSULTATION), "first"),
        (kc.QuoteLine, (Service.TELEPHONE_CONSULTATION, None, 1, TIER), "price"),
        (kc.QuoteLine, ("infusion", 1, 1, TIER), "service"),
        (kc.QuoteLine, (Service.INFUSION, 2_000_001, 1, TIER), "first"),
        (kc.Payment, ("infusion", 1, kc.Money(1), None), "service"),
        (kc.Payment, (Service.INFUSION, 0, kc.Money(1), None), "number"),
        (kc.Payment, (Service.INFUSION, None, kc.Money(1), None), "number"),
        (kc.Payment, (Service.INFUSION, 2_000_001, kc.Money(1), None), "number"),
        (kc.Payment, (Service.TELEPHONE_CONSULTATION, 1, kc.Money(1), None), "number"),
        (kc.Payment, (Service.INFUSION, 1, 600, None), "amount"),
        (kc.Payments, ("abc",), "lines"),
        (kc.Suggestion, ("a\nb", None), "name"),
        (kc.Suggestion, ("a", "maoi"), r"group: expected a group of ketaclinic\.GROUPS, or the id of an indication$"),
        (kc.Payments, ([],), "lines"),
        (kc.Payments, ((), []), "visits"),
        (kc.Payments, ((), (1,)), "visits"),
        (kc.Payment, (Service.INFUSION, 1, kc.Money(1), 1), "visit"),
        (kc.Shift, (0, date(2026, 12, 1), kc.ShiftReason.CLOSED), "number"),
        (kc.Shift, (1, date(1899, 12, 31), kc.ShiftReason.CLOSED), "even"),
        (kc.Shift, (1, date(2200, 1, 1), kc.ShiftReason.CLOSED), "even"),
        (kc.Shift, (1, datetime(2026, 12, 1, tzinfo=UTC), kc.ShiftReason.CLOSED), "even"),
        (kc.Shift, (1, date(2026, 12, 1), "closed"), "reason"),
        (Said, (None, None, kc.Match.NONE, (), "avoid", (), (), ()), "level"),
        (Said, (None, None, "none", (), kc.Level.AVOID, (), (), ()), "match"),
        (Said, ("ssri", None, kc.Match.NONE, (), kc.Level.AVOID, (), (), ()), "match"),
        (Said, (None, None, kc.Match.EXACT, (), kc.Level.AVOID, (), (), ()), "match"),
        (Said, ("ssri", None, kc.Match.APPROXIMATE, (), kc.Level.COMPATIBLE, (), (), ()), "level"),
        (Said, ("ptsd", None, kc.Match.APPROXIMATE, (), kc.Level.INDICATION, (), (), ()), "level"),
        (kc.Finding, ("x", None), "said"),
        (kc.Finding, (b"x", kc.screen(medications=["x"]).findings[0]._said), "entry"),
        (kc.Finding, ("x" * 501, kc.screen(medications=["x"]).findings[0]._said), "entry: expected at most 500 "),
        (kc.Payments, ((1,),), "lines"),
    ],
)
def test_a_copied_result_is_checked(kind: type[Result], fields: tuple[Any, ...], wrong: str) -> None:
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError), match=f"^{wrong}"):
        remade(kind, fields)


MOMENT = datetime(2026, 12, 1, 18, tzinfo=UTC)


def test_a_shift_at_the_edges_is_copied() -> None:
    for day in (date(1900, 1, 1), date(2199, 12, 31)):
        shift = remade(kc.Shift, (1, day, kc.ShiftReason.CLOSED))
        assert isinstance(shift, kc.Shift)
        assert shift.even == day


def test_the_visits_of_payments_are_those_of_their_lines() -> None:
    plan = kc.TreatmentPlan.of([MOMENT, MOMENT + timedelta(3)])
    payments = kc.quote_plan(plan).payments

    assert copy.copy(payments) == payments
    assert copy.copy(payments[0]) == payments[0]
    assert copy.copy(kc.quote_plan(plan)).plan == plan
    assert payments[0].due == plan.visits[0].starts
    for visits in (plan.visits[:1], plan.visits[::-1]):
        with pytest.raises(kc.InvalidInputError, match="^visits: "):
            remade(kc.Payments, (payments.lines, visits))
    with pytest.raises(kc.InvalidInputError, match="^visit: expected the visit of that number"):
        remade(kc.Payment, (Service.INFUSION, 1, kc.Money(1), plan.visits[1]))


@pytest.mark.parametrize(
    ("at", "junk", "wrong"),
    [
        (0, "fasting", "kind"),
        (1, date(2026, 12, 1), "first"),
        (1, MOMENT.replace(tzinfo=None), "first"),
        (2, MOMENT.replace(tzinfo=None), "last"),
        (3, (), "numbers"),
        (3, [1], "numbers"),
        (3, (0,), r"numbers\[0\]"),
        (4, None, "policy"),
        (5, [], "findings"),
        (5, ("x",), r"findings\[0\]"),
        (6, kc.Money(1), "amount"),
        (7, (1,), r"medications\[0\]"),
        (8, ("x.y",), r"of_visit\[0\]"),
        (8, (1,), r"of_visit\[0\]"),
    ],
)
def test_a_copied_instruction_is_checked(at: int, junk: Any, wrong: str) -> None:
    fields = (kc.InstructionKind.FASTING, MOMENT, MOMENT, (1,), POLICY, (), None, (), ())
    assert isinstance(remade(kc.Instruction, fields), kc.Instruction)

    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError), match=f"^{wrong}: "):
        remade(kc.Instruction, (*fields[:at], junk, *fields[at + 1 :]))


def test_a_copied_payment_may_be_of_an_infusion_that_is_free_or_costs_less_than_one() -> None:
    for amount in (kc.Money(0), kc.Money("0.50")):
        told = remade(kc.Instruction, (kc.InstructionKind.PAYMENT, MOMENT, MOMENT, (1,), POLICY, (), amount))
        assert isinstance(told, kc.Instruction)
        assert told.amount == amount


def test_an_instruction_holds_what_its_entries_lead_to_under_its_policy() -> None:
    rules = [
        attrs.evolve(rule, level=kc.Level.AVOID) if rule.group == "cannabis" else rule
        for rule in POLICY.screening.groups
    ]
    stricter = attrs.evolve(POLICY, screening=attrs.evolve(POLICY.screening, groups=rules))
    usual, strict = (kc.screen(substances=["weed"], policy=policy).findings for policy in (POLICY, stricter))
    kind = kc.InstructionKind.ABSTAIN

    for policy, right, wrong in ((POLICY, usual, strict), (stricter, strict, usual)):
        told = remade(kc.Instruction, (kind, None, None, (1,), policy, right))
        assert isinstance(told, kc.Instruction)
        assert pickle.loads(pickle.dumps(told)) == told  # noqa: S301  # our own
        with pytest.raises(kc.InvalidInputError, match=r"^findings\[1\]: expected what the entry leads to under the "):
            remade(kc.Instruction, (kind, None, None, (1,), policy, (*right, *wrong)))


JUNK: list[Any] = [
    *(None, True, -1, 0, 10**30, 1.5, float("nan"), "x", "x\ny", b"x", object(), int),
    *([], [1], (), (1,), ("x",), (None,), ([],), {}, {1}),
    *(MOMENT, MOMENT.replace(tzinfo=None), date(2026, 1, 1), date.max, datetime.min),  # noqa: DTZ901  # on purpose
    *(kc.Money(1), kc.Level.COMPATIBLE, kc.Match.NONE, kc.screen(), kc.faq_policy(), kc.screen(medications=["x"])),
]
KINDS: list[Any] = [kind for kind in STRATEGIES if issubclass(kind, Result)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@settings(max_examples=5)
@given(st.data())
def test_of_a_state_with_junk_in_it_only_documented_errors_come_out(kind: Any, data: st.DataObject) -> None:
    result: Any = data.draw(STRATEGIES[kind]())
    make, arguments = result.__reduce__()
    fields = arguments[1] if make is remade else arguments
    for at, junk in ((at, junk) for at in range(len(fields)) for junk in (*JUNK, iter([1]))):
        edited = (*fields[:at], junk, *fields[at + 1 :])
        try:
            twin = make(kind, edited) if make is remade else make(*edited)
        except kc.KetaclinicError as error:
            assert isinstance(error, (ValueError, TypeError, LookupError))
        else:
            assert type(twin) is kind
            assert isinstance(hash(twin), int)  # nothing in it can be changed


def test_the_largest_line_and_payment_are_copied() -> None:
    largest = kc.quote(1, completed=1_000_000)
    smallest = kc.quote(1)
    assert copy.copy(largest.lines[0]).first == copy.copy(largest.payments[0]).number == 1_000_001
    assert copy.copy(smallest.lines[0]).first == copy.copy(smallest.payments[0]).number == 1
    last = remade(kc.Payment, (Service.INFUSION, 2_000_000, kc.Money(1), None))
    line = remade(kc.QuoteLine, (Service.INFUSION, 2_000_000, 1, TIER))
    assert isinstance(last, kc.Payment)
    assert isinstance(line, kc.QuoteLine)
    assert last.number == line.first == 2_000_000


@pytest.mark.parametrize("result", RESULTS, ids=lambda value: type(value).__name__)
def test_a_result_is_made_only_by_its_function(result: Any) -> None:
    kind = type(result)
    fields = {field.name: getattr(result, field.name) for field in attrs.fields(kind)}

    makers: list[Callable[[], object]] = [
        lambda: kind(),
        lambda: kind(**fields),
        lambda: kind(*fields.values()),
        lambda: attrs.evolve(result),
    ]
    for make in makers:
        with pytest.raises(kc.InvalidTypeError, match=f"^{kind.__name__}: expected a call of ketaclinic.[a-z]+, which"):
            make()
    assert callable(getattr(kc, kind._made_by))


@given(policies())
def test_an_input_can_be_evolved(policy: kc.Policy) -> None:
    values: tuple[Any, ...] = (policy, policy.pricing, policy.pricing.infusions, policy.pricing.infusions.tiers[0])
    for value in values:
        assert attrs.evolve(value) == value


def classes(kind: Any) -> Iterator[Any]:
    for subclass in kind.__subclasses__():
        yield subclass
        yield from classes(subclass)


def test_every_value_is_frozen_without_a_dict() -> None:
    for kind in {*classes(Value), *classes(Result)}:
        if attrs.has(kind) and kind.__module__.startswith("ketaclinic"):
            assert "__slots__" in vars(kind)
    values: tuple[Any, ...] = (*VALUES, *RESULTS)
    for value in values:
        assert not hasattr(value, "__dict__")
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(value, attrs.fields(type(value))[0].name, None)


@pytest.mark.parametrize(
    "make",
    [
        lambda: kc.Hours(-1, "cancel.notice"),
        lambda: kc.Hours(1.5, "cancel.notice"),  # type: ignore[arg-type]
        lambda: kc.Hours(1, "nothing"),
        lambda: kc.CountRange(3, 2, "plan.series"),
        lambda: kc.Tier(last=None, unit_price=kc.Money("-1")),
        lambda: kc.Tier(last=0, unit_price=kc.Money("1")),
        lambda: kc.PriceSchedule(tiers=()),
        lambda: kc.Money("1.001"),
        lambda: attrs.evolve(POLICY.clinic, time_zone="nowhere"),
        lambda: attrs.evolve(POLICY, clinic=None),  # type: ignore[arg-type]
        lambda: kc.ScreeningRule("maoi", kc.Level.CAUTION, "screen.tricyclics"),
    ],
)
def test_switching_attrs_validators_off_switches_no_check_off(make: Any) -> None:
    with attrs.validators.disabled(), pytest.raises((kc.InvalidInputError, kc.InvalidTypeError)):
        make()
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError)):
        make()


def test_a_legal_value_can_be_made_with_validators_off() -> None:
    with attrs.validators.disabled():
        assert attrs.evolve(POLICY) == POLICY


def test_a_kept_quote_is_small() -> None:
    quote = kc.quote(6)
    held = [quote, *(getattr(quote, field.name) for field in attrs.fields(kc.Quote) if field.name != "policy")]

    assert sum(sys.getsizeof(value) for value in held) <= 450
