"""A notice is timely up to exactly 48 elapsed hours before the start, across every clock change (cancel.*)."""

import copy
import itertools
import pickle
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pendulum
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.cancellation import Cancellation, Outcome
from ketaclinic.testing import policies
from strategies import DAY, HOUR, QUARTER, YEARS, at, clock, moment, moments, policy_in, seconds, visits_at

POLICY = kc.faq_policy()
TIMELY, LATE, MISSED = Outcome.TIMELY, Outcome.LATE, Outcome.MISSED
MICROSECOND = timedelta(microseconds=1)
VISITS = visits_at(*(f"2026-12-{day:02}T10:00" for day in (1, 3, 5, 8, 10, 12)))


def assessed(starts: datetime, notified: datetime, number: int = 2, hours: int | None = None) -> Cancellation:
    policy = POLICY if hours is None else with_notice(hours)
    return kc.assess_cancellation(kc.Visit.at(starts, number=number, policy=policy), notified=notified)


def with_notice(hours: int) -> kc.Policy:
    return attrs.evolve(POLICY, cancellation=kc.CancellationPolicy(notice=kc.Hours(hours, "cancel.notice")))


# ---- The integer model


@pytest.mark.parametrize("name", sorted(YEARS))
def test_around_every_clock_change_deadline_and_outcome_are_those_of_whole_seconds(name: str) -> None:
    """The start is local time and so is the notice, each with the fold that it needs."""
    zoned = clock(name)
    aways = itertools.cycle([48 * HOUR + 1, 48 * HOUR, 48 * HOUR - 1, 47 * HOUR, 49 * HOUR, 1, 0, -1, 72 * HOUR])
    for second, away in zip(zoned.around(), aways, strict=False):
        visit = kc.Visit.at(zoned.aware(second), number=2, policy=zoned.policy)
        notified = moment(second - away) if away % QUARTER else zoned.aware(second - away)
        cancellation = kc.assess_cancellation(visit, notified=notified)
        deadline, expected = cancellation.deadline, zoned.aware(second - 48 * HOUR)

        assert (cancellation.visit.moment, cancellation.notice) == (moment(second), timedelta(seconds=away))
        assert cancellation.outcome is (TIMELY if away >= 48 * HOUR else LATE if away > 0 else MISSED)
        assert deadline.replace(tzinfo=None) == expected.replace(tzinfo=None)
        assert (deadline.fold, deadline.utcoffset()) == (expected.fold, expected.utcoffset())


@given(moments(), st.integers(-3 * DAY, 9 * DAY), st.integers(0, 240))
def test_the_outcome_is_that_of_whole_seconds(starts: datetime, away: int, hours: int) -> None:
    cancellation = assessed(starts, starts - timedelta(seconds=away), hours=hours)

    assert cancellation.outcome is (MISSED if away <= 0 else TIMELY if away >= hours * HOUR else LATE)
    assert seconds(cancellation.deadline) == seconds(starts) - hours * HOUR


# ---- Thresholds


@pytest.mark.parametrize(
    ("notice", "outcome"),
    [
        (timedelta(hours=48, seconds=1), TIMELY),
        (timedelta(hours=48) + MICROSECOND, TIMELY),
        (timedelta(hours=48), TIMELY),
        (timedelta(hours=48) - MICROSECOND, LATE),
        (timedelta(hours=47, minutes=59, seconds=59), LATE),
        (MICROSECOND, LATE),
        (timedelta(), MISSED),
        (-MICROSECOND, MISSED),
        (timedelta(days=-400), MISSED),
        (timedelta(days=4000), TIMELY),
    ],
)
def test_the_outcome_flips_at_exactly_48_hours_and_at_the_start(notice: timedelta, outcome: Outcome) -> None:
    starts = datetime(2026, 11, 2, 18, tzinfo=UTC)
    cancellation = assessed(starts, starts - notice)

    assert (cancellation.outcome, cancellation.notice) == (outcome, notice)


def test_two_days_on_the_clock_are_not_48_hours_when_the_clocks_change() -> None:
    assert assessed(at("2026-03-09T10:00"), at("2026-03-07T10:00")).outcome is LATE  # 47 hours
    assert assessed(at("2026-03-09T10:00"), at("2026-03-07T09:00")).outcome is TIMELY
    assert assessed(at("2026-11-02T10:00"), at("2026-10-31T10:00")).outcome is TIMELY  # 49 hours
    assert assessed(at("2026-11-02T10:00"), at("2026-10-31T11:00")).outcome is TIMELY
    assert assessed(at("2026-11-02T10:00"), at("2026-10-31T11:00:01")).outcome is LATE


def test_in_a_repeated_hour_the_fold_decides() -> None:
    starts = at("2026-11-03T01:30")
    first, second = (assessed(starts, at("2026-11-01T01:30").replace(fold=fold)) for fold in (0, 1))

    assert (first.outcome, second.outcome) == (TIMELY, TIMELY)
    assert (first.notice, second.notice) == (timedelta(hours=49), timedelta(hours=48))
    assert first != second
    assert second.deadline.fold == 1
    assert assessed(starts, at("2026-11-01T01:30:01").replace(fold=1)).outcome is LATE


@pytest.mark.parametrize(
    ("hours", "away", "outcome"), [(0, 1, TIMELY), (0, 0, MISSED), (1, 3600, TIMELY), (1, 3599, LATE)]
)
def test_the_notice_is_the_policys(hours: int, away: int, outcome: Outcome) -> None:
    starts = at("2026-12-03T10:00")
    cancellation = assessed(starts, starts - timedelta(seconds=away), hours=hours)

    assert cancellation.outcome is outcome
    assert cancellation.deadline == starts - timedelta(hours=hours)
    assert cancellation.policy == with_notice(hours)


# ---- Properties


@given(moments(), st.lists(st.integers(-5 * DAY, 9 * DAY), min_size=2), st.integers(0, 200))
def test_an_earlier_notice_never_has_a_worse_outcome(starts: datetime, aways: list[int], hours: int) -> None:
    ranks = [
        list(Outcome).index(assessed(starts, starts - timedelta(seconds=away), hours=hours).outcome)
        for away in sorted(aways)
    ]
    assert ranks == sorted(ranks, reverse=True)


@given(moments(), st.integers(-DAY, 9 * DAY), st.integers(0, 200), st.integers(0, 200))
def test_a_longer_notice_period_never_improves_the_outcome(starts: datetime, away: int, hours: int, more: int) -> None:
    notified = starts - timedelta(seconds=away)
    shorter, longer = (assessed(starts, notified, hours=total) for total in (hours, hours + more))

    assert list(Outcome).index(longer.outcome) >= list(Outcome).index(shorter.outcome)


@given(moments(), moments(), st.sampled_from(sorted(YEARS)))
def test_the_zone_in_which_a_time_is_given_changes_nothing(starts: datetime, notified: datetime, name: str) -> None:
    there = ZoneInfo(name)
    one = assessed(starts, notified)
    for given_start, given_notice in (
        (starts.astimezone(there), notified.astimezone(there)),
        (pendulum.instance(starts.astimezone(there)), pendulum.instance(notified)),
    ):
        other = assessed(given_start, given_notice)
        assert (other, hash(other), other.outcome, other.notice) == (one, hash(one), one.outcome, one.notice)
        assert other.deadline.isoformat() == one.deadline.isoformat()


@settings(max_examples=30)
@given(policies(), moments(), moments(), st.integers(1, 9))
def test_no_policy_makes_a_fee(policy: kc.Policy, starts: datetime, notified: datetime, number: int) -> None:
    visit = kc.Visit.at(starts, number=number, policy=policy)
    cancellation = kc.assess_cancellation(visit, notified=notified)

    assert not [name for name in dir(cancellation) if "fee" in name or "charge" in name or "cost" in name]
    assert kc.Money not in {type(getattr(cancellation, name)) for name in dir(cancellation) if name[0] != "_"}
    assert cancellation.clauses[0] == "cancel.notice"
    assert cancellation.clauses[-1] == "cancel.no-fee"
    assert kc.Unsaid.FEE in cancellation.unsaid


# ---- What is at risk


@pytest.mark.parametrize(
    ("notified", "outcome"),
    [
        ("2026-11-20T10:00", TIMELY),
        ("2026-11-29T10:00", TIMELY),
        ("2026-11-29T10:01", LATE),
        ("2026-12-01T09:59", LATE),
    ],
)
def test_the_initial_appointment_puts_all_later_ones_at_risk_whatever_the_notice(
    notified: str, outcome: Outcome
) -> None:
    cancellation = kc.assess_cancellation(VISITS[0], notified=at(notified), reserved=VISITS)

    assert cancellation.outcome is outcome
    assert cancellation.remaining_at_risk is True
    assert cancellation.at_risk == VISITS[1:]
    assert cancellation.clauses == ("cancel.notice", "cancel.initial", "cancel.waiting-list", "cancel.no-fee")


@pytest.mark.parametrize("index", [1, 2, 5])
def test_a_later_visit_puts_none_at_risk(index: int) -> None:
    for notified in ("2026-11-20T10:00", "2026-12-01T10:00"):
        cancellation = kc.assess_cancellation(VISITS[index], notified=at(notified), reserved=VISITS)

        assert (cancellation.remaining_at_risk, cancellation.at_risk) == (False, ())
        assert cancellation.clauses == ("cancel.notice", "cancel.initial", "cancel.no-fee")


@pytest.mark.parametrize("index", range(6))
def test_of_a_missed_visit_it_is_not_said_what_is_at_risk(index: int) -> None:
    cancellation = kc.assess_cancellation(VISITS[index], notified=VISITS[index].starts, reserved=VISITS)

    assert (cancellation.outcome, cancellation.remaining_at_risk, cancellation.at_risk) == (MISSED, None, ())
    assert cancellation.clauses == ("cancel.notice", "cancel.no-fee")


def test_not_told_which_visits_are_reserved_differs_from_none() -> None:
    notified = at("2026-11-20T10:00")
    untold = kc.assess_cancellation(VISITS[0], notified=notified)
    none = kc.assess_cancellation(VISITS[0], notified=notified, reserved=())

    assert (untold.reserved, none.reserved) == (None, ())
    assert untold != none
    assert untold.remaining_at_risk is none.remaining_at_risk is True
    assert untold.at_risk == none.at_risk == ()


@given(st.permutations(VISITS), st.integers(0, 6), st.sampled_from(VISITS), st.integers(-DAY, 4 * DAY))
def test_at_risk_are_the_later_ones_of_an_initial_visit_alone(
    reserved: list[kc.Visit], some: int, visit: kc.Visit, away: int
) -> None:
    notified = visit.moment - timedelta(seconds=away)
    told = reserved[:some]
    cancellation = kc.assess_cancellation(visit, notified=notified, reserved=told)

    later = [other for other in VISITS if other in told and other.number > visit.number]
    assert cancellation.at_risk == (tuple(later) if visit.number == 1 and away > 0 else ())
    assert cancellation.reserved == tuple(other for other in VISITS if other in told)


def test_earlier_and_simultaneous_visits_are_not_at_risk() -> None:
    visit = kc.Visit.at(at("2026-12-03T10:00"), number=1)
    others = [kc.Visit.at(at(text), number=2) for text in ("2026-12-03T10:00", "2026-12-01T10:00", "2026-12-03T10:01")]

    cancellation = kc.assess_cancellation(visit, notified=at("2026-11-01T10:00"), reserved=(other for other in others))
    assert cancellation.at_risk == (others[2],)


# ---- The value


def test_what_is_unsaid_and_whom_to_ask_are_told() -> None:
    cancellation = kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"))

    assert [unsaid.name for unsaid in cancellation.unsaid] == [
        "FEE",
        "NO_SHOW",
        "RESCHEDULING",
        "CHANNEL",
        "HOURS_OF_NOTICE",
    ]
    assert cancellation.telephone is POLICY.clinic.telephone
    assert cancellation.telephone.number == "(866) 987-7874"
    assert {clause for clause in cancellation.clauses if kc.clause(clause)} == set(cancellation.clauses)


def variants() -> Iterator[Cancellation]:
    for visit in VISITS[:2]:
        for notified in (at("2026-11-20T10:00"), at("2026-11-01T01:30"), at("2026-11-01T01:30").replace(fold=1)):
            for reserved in (None, (), VISITS, VISITS[:1]):
                yield kc.assess_cancellation(visit, notified=notified, reserved=reserved)


def test_equality_hash_pickle_and_copy() -> None:
    made = list(variants())
    assert len(set(made)) == len(made) == 24
    assert list(variants()) == made
    for one in made:
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(one, protocol))  # noqa: S301  # our own
            assert (twin, hash(twin), twin.deadline) == (one, hash(one), one.deadline)
        assert copy.copy(one) == copy.deepcopy(one) == one


def test_the_order_of_the_reserved_visits_is_no_part_of_it() -> None:
    one, other = (
        kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"), reserved=reserved)
        for reserved in (VISITS, VISITS[::-1])
    )
    assert (one, hash(one)) == (other, hash(other))


def test_visits_of_two_policies_are_refused() -> None:
    other = kc.Visit.at(at("2026-12-08T10:00"), number=2, policy=policy_in("Europe/Dublin"))
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"), reserved=[VISITS[1], other])

    assert str(refused.value) == "reserved[1]: expected a visit under the policy of the cancelled one"
    same = attrs.evolve(POLICY)
    assert same is not POLICY
    equal = kc.Visit.at(at("2026-12-08T10:00"), number=2, policy=same)
    assert kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"), reserved=[equal]).at_risk == (equal,)


NO_VISITS: list[Any] = [None, "visit", 1, True, 1.0, at("2026-12-01T10:00"), kc.Visit, [VISITS[0]], {}]


@pytest.mark.parametrize("visit", NO_VISITS)
def test_a_visit_is_a_visit(visit: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^visit: expected a value of type Visit, got a value of type "):
        kc.assess_cancellation(visit, notified=at("2026-11-20T10:00"))


@pytest.mark.parametrize("notified", [None, "2026-11-20", 5, True, 1.5, date(2026, 11, 20), timedelta(1), b""])
def test_a_notice_is_a_datetime(notified: Any) -> None:
    with pytest.raises(
        kc.InvalidTypeError, match="^notified: expected an aware datetime, got a value of type "
    ) as refused:
        kc.assess_cancellation(VISITS[0], notified=notified)

    assert "2026" not in str(refused.value)


@pytest.mark.parametrize(
    ("notified", "kind"),
    [
        (datetime(2026, 11, 20, 10), kc.NaiveDatetimeError),  # noqa: DTZ001  # on purpose
        (at("2026-03-08T02:30"), kc.InvalidInputError),
        (datetime(1, 1, 1, tzinfo=UTC), kc.InvalidInputError),
        (datetime(9999, 12, 31, tzinfo=UTC), kc.InvalidInputError),
    ],
)
def test_a_notice_is_at_a_moment(notified: datetime, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="^notified: expected "):
        kc.assess_cancellation(VISITS[0], notified=notified)


@pytest.mark.parametrize(
    "reserved", ["visits", b"visits", 5, True, VISITS[0], [None], [at("2026-12-01T10:00")], {}, {1: 2}]
)
def test_the_reserved_are_an_iterable_of_visits(reserved: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"^reserved(\[0\])?: expected "):
        kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"), reserved=reserved)


def test_endless_visits_are_refused() -> None:
    with pytest.raises(kc.InvalidInputError, match="^reserved: expected at most 10,000 items$"):
        kc.assess_cancellation(VISITS[0], notified=at("2026-11-20T10:00"), reserved=itertools.repeat(VISITS[1]))


def test_a_visit_that_is_named_twice_is_at_risk_once() -> None:
    first, second = (kc.Visit.at(datetime(2026, 12, day, 18, tzinfo=UTC), number=day) for day in (1, 2))
    cancellation = kc.assess_cancellation(
        first, notified=first.moment - timedelta(days=3), reserved=[second, first, second]
    )

    assert cancellation.at_risk == (second,)
