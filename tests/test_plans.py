"""Plans made elsewhere, with maintenance, without a visit, and their price by date."""

import copy
import itertools
import pickle
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.testing import policies
from ketaclinic.values import remade
from strategies import at, dates, moments, policy_in

POLICY = kc.faq_policy()
DAYS = [datetime(2026, 12, day, 18, tzinfo=UTC) for day in (1, 3, 5, 8, 10, 12)]
LATER = [datetime(2027, month, 5, 18, tzinfo=UTC) for month in (1, 2)]
PLAN = kc.TreatmentPlan.of(DAYS, maintenance=LATER)


def told(plan: kc.TreatmentPlan) -> list[tuple[int, str, str]]:
    return [(visit.number, visit.starts.to_date_string(), visit.phase.name) for visit in plan.visits]


@given(st.permutations(DAYS), st.permutations(LATER))
def test_the_order_in_which_starts_are_given_changes_nothing(series: list[datetime], later: list[datetime]) -> None:
    plan = kc.TreatmentPlan.of(iter(series), maintenance=later)

    assert (plan, hash(plan)) == (PLAN, hash(PLAN))
    assert plan.visits == PLAN.visits
    assert kc.review_plan(plan) == kc.review_plan(PLAN)


@given(st.lists(moments(), max_size=12), st.integers(0, 40))
def test_visits_are_in_order_of_time_and_numbered_through_the_history(starts: list[datetime], completed: int) -> None:
    plan = kc.TreatmentPlan.of(starts, completed=completed)

    assert [visit.moment for visit in plan.visits] == sorted(starts)
    assert [visit.number for visit in plan.visits] == list(range(completed + 1, completed + len(starts) + 1))
    assert [visit.is_initial for visit in plan.visits] == [visit.number == 1 for visit in plan.visits]
    assert (plan.initial, plan.maintenance, plan.shifts) == (plan.visits, (), ())


def test_maintenance_follows_the_series() -> None:
    assert told(PLAN)[5:] == [
        (6, "2026-12-12", "INITIAL"),
        (7, "2027-01-05", "MAINTENANCE"),
        (8, "2027-02-05", "MAINTENANCE"),
    ]
    assert kc.TreatmentPlan.of(DAYS).with_maintenance(LATER) == PLAN
    assert kc.TreatmentPlan.of(DAYS).with_maintenance(LATER[1:]).with_maintenance(iter(LATER[:1])) == PLAN
    assert kc.TreatmentPlan.of(DAYS).with_maintenance([]) == kc.TreatmentPlan.of(DAYS)
    alone = kc.TreatmentPlan.of([], maintenance=LATER, completed=6)
    assert told(alone) == [(7, "2027-01-05", "MAINTENANCE"), (8, "2027-02-05", "MAINTENANCE")]
    assert (PLAN.initial, PLAN.maintenance) == (PLAN.visits[:6], PLAN.visits[6:])


def test_maintenance_comes_after_the_series() -> None:
    for away in (timedelta(), -timedelta(microseconds=1), -timedelta(days=3)):
        with pytest.raises(kc.InvalidInputError) as refused:
            kc.TreatmentPlan.of(DAYS, maintenance=[DAYS[-1] + away, *LATER])
        assert str(refused.value) == "maintenance: expected times after the last visit of the initial series"
        with pytest.raises(kc.InvalidInputError, match="^starts: expected times after the last visit of the initial "):
            kc.TreatmentPlan.of(DAYS).with_maintenance([*LATER, DAYS[-1] + away])
    assert kc.TreatmentPlan.of(DAYS, maintenance=[DAYS[-1] + timedelta(microseconds=1)])


def test_adding_maintenance_keeps_what_a_proposal_says_of_itself() -> None:
    proposal = kc.propose_plan(
        first=at("2026-12-21T10:00"), infusions=4, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)])
    )
    assert proposal.with_maintenance(LATER[1:]).shifts == proposal.shifts != ()
    assert proposal == kc.TreatmentPlan.of([visit.moment for visit in proposal.visits])


@pytest.mark.parametrize("number", range(1, 9))
def test_a_plan_without_a_visit_is_renumbered_and_costs_that_much_less(number: int) -> None:
    left = PLAN.without(number)

    assert [visit.number for visit in left.visits] == list(range(1, 8))
    assert [visit.moment for visit in left.visits] == [v.moment for v in PLAN.visits if v.number != number]
    assert [visit.phase for visit in left.visits] == [v.phase for v in PLAN.visits if v.number != number]
    assert left.visits[0].is_initial
    assert kc.quote_plan(left).total == kc.quote(7).total
    assert left.completed == 0


def test_without_counts_the_whole_history() -> None:
    plan = kc.TreatmentPlan.of(DAYS, completed=4)
    assert [visit.number for visit in plan.without(6).visits] == [5, 6, 7, 8, 9]
    assert kc.quote_plan(plan.without(6)).total == kc.quote(5, completed=4).total
    for number in (4, 11, 1, 0):
        with pytest.raises(kc.InvalidInputError, match="^number: expected the number of a visit of the plan$"):
            plan.without(number)


@pytest.mark.parametrize("number", [True, 1.0, "1", None, PLAN.visits[0]])
def test_without_takes_a_number(number: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^number: expected a whole number"):
        PLAN.without(number)


def test_the_clauses_are_those_of_the_plan_and_its_visits() -> None:
    assert PLAN.clauses[:7] == (
        "plan.series",
        "plan.spacing",
        "plan.span",
        "plan.individual",
        "plan.route",
        "plan.dose",
        "plan.adjunct",
    )
    assert {"plan.maintenance", "plan.spray", "plan.first-visit", "visit.recovery"} < set(PLAN.clauses)
    assert "plan.spray" not in kc.TreatmentPlan.of(DAYS).clauses
    assert "plan.maintenance" in kc.TreatmentPlan.of(DAYS).clauses
    assert "plan.first-visit" not in kc.TreatmentPlan.of(DAYS, completed=1).clauses
    assert all(kc.clause(clause) for clause in PLAN.clauses)


@pytest.mark.parametrize("completed", [0, 1, 5])
@pytest.mark.parametrize(("series", "later"), [(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (6, 3)])
def test_the_clauses_of_visits_stand_in_their_order_and_once(completed: int, series: int, later: int) -> None:
    starts = [DAYS[0] + index * timedelta(days=3) for index in range(9)]
    plan = kc.TreatmentPlan.of(starts[:series], maintenance=starts[series : series + later], completed=completed)
    of_visits = dict.fromkeys(clause for visit in plan.visits for clause in visit.clauses)

    assert plan.clauses == (
        *("plan.series", "plan.spacing", "plan.span", "plan.individual", "plan.route", "plan.dose", "plan.adjunct"),
        *("plan.maintenance", *["plan.spray"] * (later > 0), *of_visits),
    )
    assert ("plan.first-visit" in of_visits) is (completed == 0 and series + later > 0)
    assert ("visit.recovery" in of_visits) is (series + later > (completed == 0))


def test_copies_are_equal() -> None:
    proposal = kc.propose_plan(
        first=at("2026-10-30T01:30"), infusions=5, calendar=kc.ClinicCalendar(taken=[date(2026, 11, 1)])
    )
    for plan in (PLAN, proposal, kc.TreatmentPlan.of([]), kc.TreatmentPlan.of([], maintenance=LATER)):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(plan, protocol))  # noqa: S301  # our own
            assert (twin, hash(twin), twin.shifts) == (plan, hash(plan), plan.shifts)
        assert copy.copy(plan) == copy.deepcopy(plan) == plan


@pytest.mark.parametrize(
    ("visits", "completed", "policy", "wrong"),
    [
        (PLAN.visits[::-1], 0, POLICY, "visits"),
        (PLAN.visits[1:], 0, POLICY, "visits"),
        (PLAN.visits, 1, POLICY, "visits"),
        (PLAN.visits, 0, policy_in("Europe/Dublin"), "visits"),
        (PLAN.visits, -1, POLICY, "completed"),
        (PLAN.visits, 0, None, "policy"),
        ((1, 2), 0, POLICY, r"visits\[0\]"),
        ("visits", 0, POLICY, "visits"),
        ((PLAN.visits[-1], *PLAN.visits[:-1]), 0, POLICY, "visits"),
    ],
)
def test_an_edited_state_is_refused(visits: Any, completed: int, policy: Any, wrong: str) -> None:
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError), match=f"^{wrong}: "):
        remade(kc.TreatmentPlan, (visits, completed, policy, ()))


def test_numbers_past_a_million_are_refused() -> None:
    assert kc.TreatmentPlan.of(DAYS, completed=999_994).visits[-1].number == 1_000_000
    calls: list[Callable[[], object]] = [
        lambda: kc.TreatmentPlan.of(DAYS, completed=999_995),
        lambda: kc.TreatmentPlan.of(DAYS, maintenance=LATER, completed=999_994),
        lambda: kc.TreatmentPlan.of(DAYS, completed=999_994).with_maintenance(LATER[:1]),
    ]
    for call in calls:
        with pytest.raises(kc.InvalidInputError, match="^completed: expected a whole number from 0 to 999,99"):
            call()


NO_TIMES: list[Any] = [None, "2026", b"2026", 5, True, {}, {1: 2}, DAYS[0], [None], ["2026"], [5], [date(2026, 12, 1)]]


@pytest.mark.parametrize("starts", NO_TIMES)
def test_starts_are_an_iterable_of_datetimes(starts: Any) -> None:
    calls: dict[str, Any] = {
        "starts": lambda: kc.TreatmentPlan.of(starts),
        "maintenance": lambda: kc.TreatmentPlan.of([], maintenance=starts),
        " starts": lambda: PLAN.with_maintenance(starts),
    }
    for argument, call in calls.items():
        with pytest.raises(kc.InvalidTypeError, match=rf"^{argument.strip()}(\[0\])?: expected ") as refused:
            call()
        assert "2026" not in str(refused.value)


def test_a_start_that_is_no_moment_is_refused_by_its_place() -> None:
    for value in (datetime(2026, 12, 1), at("2026-03-08T02:30"), datetime(1, 1, 1, tzinfo=UTC)):  # noqa: DTZ001
        with pytest.raises(kc.InvalidInputError, match=r"^starts\[1\]: expected "):
            kc.TreatmentPlan.of([DAYS[0], value])
        with pytest.raises(kc.InvalidInputError, match=r"^maintenance\[1\]: expected "):
            kc.TreatmentPlan.of([], maintenance=[DAYS[0], value])
    with pytest.raises(kc.InvalidInputError, match="^starts: expected at most 10,000 items$"):
        kc.TreatmentPlan.of(itertools.repeat(DAYS[0]))
    wrong: list[Any] = [True, "1", None, 1.0, kc.Policy]
    for completed in wrong:
        with pytest.raises(kc.InvalidTypeError, match="^completed: "):
            kc.TreatmentPlan.of(DAYS, completed=completed)
    for policy in [value for value in wrong if value is not None]:
        with pytest.raises(kc.InvalidTypeError, match="^policy: "):
            kc.TreatmentPlan.of(DAYS, policy=policy)


# ---- The price of a plan


@given(policies(), st.lists(moments(), max_size=9), st.lists(moments(2038, 2040), max_size=3), st.integers(0, 12))
def test_a_plan_costs_what_so_many_infusions_cost_each_paid_at_its_visit(
    policy: kc.Policy, starts: list[datetime], later: list[datetime], completed: int
) -> None:
    later = [start for start in later if start > max(starts, default=start - timedelta(1))]
    plan = kc.TreatmentPlan.of(starts, maintenance=later, completed=completed, policy=policy)
    number = len(plan.visits)
    try:
        expected = kc.quote(number, completed=completed, policy=policy)
    except kc.PriceNotPublishedError:
        with pytest.raises(kc.PriceNotPublishedError):
            kc.quote_plan(plan)
        return
    priced = kc.quote_plan(plan)

    assert (priced, priced.total, priced.lines) == (expected, expected.total, expected.lines)
    by_number = {visit.number: visit for visit in plan.visits}
    for payment in priced.payments:
        assert payment.number is not None
        assert payment.visit == by_number[payment.number]
        assert payment.due == by_number[payment.number].starts
    assert [payment.amount for payment in priced.payments] == [payment.amount for payment in expected.payments]
    assert kc.Money.sum((p.amount for p in priced.payments), currency=policy.pricing.currency) == priced.total


def test_the_payments_of_a_plan_are_dated() -> None:
    quote = kc.quote_plan(PLAN, services=[kc.Service.INFORMATION_CONSULTATION], treating=[kc.Indication.PTSD])

    assert quote.total == kc.Money(200 + 3000 + 3 * 450)
    assert [payment.due and payment.due.to_date_string() for payment in quote.payments] == [
        None,
        *[day.isoformat() for day in dates(PLAN.visits)],
    ]
    assert quote.treating == (kc.Indication.PTSD,)
    assert quote.plan is PLAN
    for twin in (pickle.loads(pickle.dumps(quote)), copy.copy(quote), copy.deepcopy(quote)):  # noqa: S301  # our own
        assert (twin, twin.plan) == (quote, PLAN)
        assert [payment.due for payment in twin.payments] == [payment.due for payment in quote.payments]
    assert quote.payments[-1].due == PLAN.visits[-1].starts
    assert quote.payments[1:3] == tuple(quote.payments)[1:3]


def test_the_policy_and_the_history_are_the_plans() -> None:
    prices = attrs.evolve(
        POLICY.pricing,
        infusions=kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=kc.Money(100), clause="price.initial")]),
    )
    plan = kc.TreatmentPlan.of(DAYS[:2], policy=attrs.evolve(POLICY, pricing=prices))
    assert kc.quote_plan(plan).total == kc.Money(200)
    assert kc.quote_plan(kc.TreatmentPlan.of(DAYS[:2], completed=4)).total == kc.Money(1050)
    assert kc.quote_plan(kc.TreatmentPlan.of([])).total == kc.Money(0)
    assert len(kc.quote_plan(kc.TreatmentPlan.of([])).payments) == 0


def test_a_quote_of_a_plan_refuses_what_a_quote_refuses() -> None:
    with pytest.raises(kc.PriceNotPublishedError):
        kc.quote_plan(PLAN, treating=[kc.Indication.CHRONIC_PAIN])
    with pytest.raises(kc.InvalidInputError, match="^services: "):
        kc.quote_plan(PLAN, services=[kc.Service.INFUSION])
    for plan in (None, 6, "plan", PLAN.visits, PLAN.visits[0], kc.TreatmentPlan):
        with pytest.raises(kc.InvalidTypeError, match="^plan: expected a value of type TreatmentPlan, got a value of"):
            kc.quote_plan(plan)  # type: ignore[arg-type]


def test_a_refusal_of_starts_says_what_was_expected() -> None:
    with pytest.raises(
        kc.InvalidTypeError, match="^starts: expected an iterable of aware datetimes, got a value of type"
    ):
        kc.TreatmentPlan.of(5)  # type: ignore[arg-type]


def test_a_plan_whose_state_was_edited_is_refused() -> None:
    plan = kc.TreatmentPlan.of([datetime(2026, 12, day, 18, tzinfo=UTC) for day in (1, 3)])
    with pytest.raises(kc.InvalidInputError, match="^visits: expected visits in order, numbered from `completed` on$"):
        remade(kc.TreatmentPlan, (plan.visits[::-1], plan.completed, plan.policy, plan.shifts))


def test_a_shift_is_to_another_date_of_the_clinics_zone_wherever_the_evening_is_of_another_day() -> None:
    evening = datetime(2026, 12, 2, 2, tzinfo=UTC)  # of December 1 in Los Angeles
    plan = kc.TreatmentPlan.of([evening])
    own, other = (
        (*(plan.visits, 0, plan.policy), (remade(kc.Shift, (1, date(2026, 12, day), kc.ShiftReason.CLOSED)),))
        for day in (1, 2)
    )

    assert remade(kc.TreatmentPlan, other) == plan
    with pytest.raises(
        kc.InvalidInputError, match=r"^shifts\[0\]: expected a visit of the series, once, and another date"
    ):
        remade(kc.TreatmentPlan, own)
