"""What a visit entails hour by hour (visit.*, plan.first-visit), and what is given along with it."""

import copy
import itertools
import pickle
from datetime import UTC, date, datetime, timedelta
from typing import Any

import attrs
import pytest

import ketaclinic as kc
from ketaclinic.values import remade
from strategies import LA, YEARS, at, clock, moment, policy_in

POLICY = kc.faq_policy()
STARTS = at("2026-12-01T10:00")
FIRST, LATER = kc.Visit.at(STARTS, number=1), kc.Visit.at(STARTS, number=2)


def test_a_later_visit_is_an_infusion_of_60_minutes_75_undisturbed_and_an_end_after_75_to_90() -> None:
    assert LATER.infusion is not None
    assert (LATER.infusion.begins, LATER.infusion.ends) == (STARTS, at("2026-12-01T11:00"))
    assert LATER.undisturbed_until == at("2026-12-01T11:15")
    assert (LATER.ends_between.begins, LATER.ends_between.ends) == (at("2026-12-01T11:15"), at("2026-12-01T11:30"))
    assert LATER.clauses == ("visit.infusion", "visit.undisturbed", "visit.recovery")
    assert not LATER.is_initial


def test_a_first_visit_takes_2_to_2_and_a_half_hours_and_no_time_is_made_up_for_its_infusion() -> None:
    assert (FIRST.infusion, FIRST.undisturbed_until) == (None, None)
    assert (FIRST.ends_between.begins, FIRST.ends_between.ends) == (at("2026-12-01T12:00"), at("2026-12-01T12:30"))
    assert FIRST.clauses == ("plan.first-visit",)
    assert FIRST.is_initial


@pytest.mark.parametrize("name", sorted(YEARS))
def test_around_every_clock_change_the_windows_are_those_of_whole_seconds(name: str) -> None:
    zoned = clock(name)
    for second in zoned.around(hours=6):
        later, first = (kc.Visit.at(zoned.aware(second), number=number, policy=zoned.policy) for number in (2, 1))
        assert later.infusion is not None
        assert later.undisturbed_until is not None
        shown = {
            0: later.starts,
            60: later.infusion.ends,
            75: later.undisturbed_until,
            90: later.ends_between.ends,
            120: first.ends_between.begins,
            150: first.ends_between.ends,
        }
        for minutes, time in shown.items():
            expected = zoned.aware(second + 60 * minutes)
            assert time.replace(tzinfo=None) == expected.replace(tzinfo=None)
            assert (time.fold, time.utcoffset()) == (expected.fold, expected.utcoffset())
        kept = (later.infusion.first, later.infusion.last, later.ends_between.first, later.ends_between.last)
        assert kept == tuple(moment(second + 60 * minutes) for minutes in (0, 60, 75, 90))


def test_all_times_are_in_the_clinics_zone() -> None:
    visit = kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=UTC), number=2, policy=policy_in("Europe/Dublin"))
    assert visit.infusion is not None
    assert visit.undisturbed_until is not None
    times = [visit.starts, visit.undisturbed_until, visit.infusion.begins, visit.infusion.ends]
    for window in (visit.ends_between, visit.infusion):
        times += [window.begins, window.ends]

    assert {time.timezone_name for time in times} == {"Europe/Dublin"}
    assert LATER.starts.timezone_name == "America/Los_Angeles"


def with_minutes(infusion: int, undisturbed: int, least: int, most: int) -> kc.Policy:
    visit = attrs.evolve(
        POLICY.visit,
        infusion=kc.Minutes(infusion, "visit.infusion"),
        undisturbed=kc.Minutes(undisturbed, "visit.undisturbed"),
        recovery=kc.MinutesRange(least, most, "visit.recovery"),
    )
    return attrs.evolve(POLICY, visit=visit)


@pytest.mark.parametrize(
    ("figures", "ends"),
    [
        ((60, 75, 15, 30), (75, 90)),
        ((40, 50, 20, 45), (60, 85)),
        ((60, 100, 15, 30), (100, 100)),
        ((60, 80, 15, 30), (80, 90)),
    ],
)
def test_nobody_is_expected_to_leave_before_they_may_be_disturbed(
    figures: tuple[int, int, int, int], ends: tuple[int, int]
) -> None:
    visit = kc.Visit.at(STARTS, number=2, policy=with_minutes(*figures))
    assert visit.infusion is not None

    window = visit.ends_between
    assert tuple((time - visit.moment) / timedelta(minutes=1) for time in (window.first, window.last)) == ends
    assert (visit.infusion.last - visit.moment) / timedelta(minutes=1) == figures[0]
    assert visit.undisturbed_until == STARTS + timedelta(minutes=figures[1])


def test_a_lone_visit_is_in_the_initial_phase_unless_told() -> None:
    assert FIRST.phase is kc.Phase.INITIAL
    assert kc.Visit.at(STARTS, number=9, phase=kc.Phase.MAINTENANCE).phase is kc.Phase.MAINTENANCE
    assert kc.Visit.at(STARTS, number=1_000_000).number == 1_000_000
    assert FIRST.policy is POLICY


def test_equality_takes_all_of_a_visit_in() -> None:
    others = [
        LATER,
        kc.Visit.at(STARTS + timedelta(microseconds=1), number=1),
        kc.Visit.at(STARTS, number=1, phase=kc.Phase.MAINTENANCE),
        kc.Visit.at(STARTS, number=1, policy=policy_in("Europe/Dublin")),
    ]
    assert FIRST not in others
    assert len({FIRST, *others, kc.Visit.at(STARTS.astimezone(UTC), number=1)}) == 5


def test_copies_are_equal_and_checked() -> None:
    assert LATER.infusion is not None
    for value in (FIRST, LATER, LATER.ends_between, LATER.infusion, *kc.supportive_medications(3, nausea_after=[1])):
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            twin = pickle.loads(pickle.dumps(value, protocol))  # noqa: S301  # our own
            assert (twin, hash(twin), type(twin)) == (value, hash(value), type(value))
        assert copy.copy(value) == copy.deepcopy(value) == value


UTC_START = FIRST.moment


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        (kc.Visit, (0, UTC_START, kc.Phase.INITIAL, POLICY), "number"),
        (kc.Visit, (True, UTC_START, kc.Phase.INITIAL, POLICY), "number"),
        (kc.Visit, (1, STARTS, kc.Phase.INITIAL, POLICY), "moment"),
        (kc.Visit, (1, UTC_START, "initial", POLICY), "phase"),
        (kc.Visit, (1, UTC_START, kc.Phase.INITIAL, None), "policy"),
        (kc.Window, (STARTS, UTC_START, POLICY), "first"),
        (kc.Window, (UTC_START, None, POLICY), "last"),
        (kc.Window, (UTC_START + timedelta(seconds=1), UTC_START, POLICY), "last"),
        (kc.Window, (UTC_START, UTC_START, "faq"), "policy"),
        (kc.SupportiveMedication, ("nausea", None), "purpose"),
        (kc.SupportiveMedication, (kc.Purpose.NAUSEA, None), "medicine"),
        (kc.SupportiveMedication, (kc.Purpose.HEADACHE, None), "medicine"),
        (kc.SupportiveMedication, (kc.Purpose.NAUSEA_AGAIN, POLICY.plan.antiemetic), "medicine"),
    ],
)
def test_an_edited_state_is_refused(kind: Any, fields: tuple[Any, ...], wrong: str) -> None:
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError), match=f"^{wrong}: "):
        remade(kind, fields)


def test_a_window_may_be_empty() -> None:
    assert copy.copy(remade(kc.Window, (UTC_START, UTC_START, POLICY))) is not None


def test_a_window_is_a_pair_of_its_ends() -> None:
    window = LATER.ends_between
    earliest, latest = window

    assert (earliest, latest) == (window.begins, window.ends) == (window[0], window[1]) == (window[-2], window[-1])
    assert len(window) == 2
    with pytest.raises(IndexError):
        window[2]


# ---- Refusals


@pytest.mark.parametrize("number", [True, False, 1.0, "1", None, [1], STARTS])
def test_a_number_is_exactly_an_int(number: Any) -> None:
    with pytest.raises(
        kc.InvalidTypeError, match=r"^number: expected a whole number \(int\) from 1 to 1,000,000, got a"
    ):
        kc.Visit.at(STARTS, number=number)
    with pytest.raises(
        kc.InvalidTypeError, match=r"^number: expected a whole number \(int\) from 1 to 1,000,000, got a"
    ):
        kc.supportive_medications(number)


@pytest.mark.parametrize("number", [0, -1, 1_000_001])
def test_a_number_is_from_one_to_a_million(number: int) -> None:
    for call in (lambda: kc.Visit.at(STARTS, number=number), lambda: kc.supportive_medications(number)):
        with pytest.raises(kc.InvalidInputError) as refused:
            call()
        assert str(refused.value) == "number: expected a whole number from 1 to 1,000,000"


@pytest.mark.parametrize(
    ("argument", "value"),
    [("phase", "initial"), ("phase", None), ("policy", "faq"), ("policy", kc.Policy), ("starts", date(2026, 12, 1))],
)
def test_a_visit_takes_nothing_else(argument: str, value: Any) -> None:
    arguments: dict[str, Any] = {"starts": STARTS, "number": 1, argument: value}
    with pytest.raises(kc.InvalidTypeError, match=f"^{argument}: expected "):
        kc.Visit.at(arguments.pop("starts"), **arguments)


def test_a_repr_tells_the_start_in_utc_and_not_the_policy() -> None:
    assert repr(FIRST).startswith("Visit(number=1, moment=2026-12-01 18:00:00+00:00, phase=")
    assert "policy" not in repr(FIRST)
    assert LATER.starts.tzinfo is not LA


# ---- Supportive medicines


def given_at(number: int, nausea: Any = (), headache: Any = ()) -> list[str]:
    medications = kc.supportive_medications(number, nausea_after=nausea, headache_after=headache)
    return [medication.purpose.name for medication in medications]


@pytest.mark.parametrize(
    ("number", "nausea", "headache", "given"),
    [
        (1, (), (), ["NAUSEA"]),
        (7, (), (), ["NAUSEA"]),
        (1, (1,), (1,), ["NAUSEA"]),
        (2, (1,), (), ["NAUSEA", "NAUSEA_AGAIN"]),
        (2, (2, 3), (2, 3), ["NAUSEA"]),
        (2, (), (1,), ["NAUSEA", "HEADACHE"]),
        (3, (1,), (2,), ["NAUSEA", "NAUSEA_AGAIN", "HEADACHE"]),
        (9, (5, 1, 1), {8}, ["NAUSEA", "NAUSEA_AGAIN", "HEADACHE"]),
        (3, (3, 2), (4, 3), ["NAUSEA", "NAUSEA_AGAIN"]),
    ],
)
def test_a_complaint_counts_from_the_following_infusion_on(
    number: int, nausea: Any, headache: Any, given: list[str]
) -> None:
    assert given_at(number, nausea, headache) == given
    assert given_at(number, iter(nausea), iter(headache)) == given


def test_the_medicines_are_the_policys_and_the_second_against_nausea_is_not_named() -> None:
    medications = kc.supportive_medications(2, nausea_after=[1], headache_after=[1])

    assert [medication.medicine and medication.medicine.brand for medication in medications] == [
        "Zofran",
        None,
        "Toradol",
    ]
    assert [medication.clauses for medication in medications] == [
        ("plan.antiemetic",),
        ("plan.antiemetic",),
        ("plan.headache",),
    ]
    other = attrs.evolve(POLICY.plan, antiemetic=kc.Medicine("x", "y", "plan.antiemetic"))
    first, *_ = kc.supportive_medications(1, policy=attrs.evolve(POLICY, plan=other))
    assert first.medicine == kc.Medicine("x", "y", "plan.antiemetic")


@pytest.mark.parametrize("argument", ["nausea_after", "headache_after"])
@pytest.mark.parametrize("value", [None, 1, True, "1", b"1", {1: 2}, [True], [1.0], ["1"], [None]])
def test_complaints_are_an_iterable_of_numbers(argument: str, value: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match=rf"^{argument}(\[0\])?: expected "):
        kc.supportive_medications(2, **{argument: value})


@pytest.mark.parametrize("argument", ["nausea_after", "headache_after"])
def test_a_complaints_number_is_from_one_to_a_million(argument: str) -> None:
    for number in (0, -1, 1_000_001):
        with pytest.raises(kc.InvalidInputError) as refused:
            kc.supportive_medications(2, **{argument: [1, number]})  # type: ignore[arg-type]
        assert str(refused.value) == f"{argument}[1]: expected a whole number from 1 to 1,000,000"
    with pytest.raises(kc.InvalidInputError, match=f"^{argument}: expected at most 10,000 items$"):
        kc.supportive_medications(2, **{argument: itertools.repeat(1)})  # type: ignore[arg-type]


@pytest.mark.parametrize("policy", ["faq", {}, kc.Policy])
def test_a_policy_is_a_policy(policy: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^policy: expected a value of type Policy"):
        kc.supportive_medications(2, policy=policy)
