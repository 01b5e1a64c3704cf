"""The strategies draw legal values of every public type, reach what is rare, and shrink to what is simple."""

import copy
import enum
import importlib
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import metadata
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, assume, find, given, settings
from hypothesis import strategies as st
from hypothesis.vendor.pretty import pretty

import ketaclinic as kc
import ketaclinic.testing as kt
from ketaclinic import hypothesis_plugin
from ketaclinic.testing.picking import as_often_as_named, one_among
from ketaclinic.testing.registry import STRATEGIES
from strategies import policy_in

ROOT = Path(__file__).parents[1]
FORMS = get_args(kc.Form)
KINDS: list[type] = [kind for name in kc.__all__ if isinstance(kind := getattr(kc, name), type)]
VALUES = [kind for kind in KINDS if not issubclass(kind, enum.Enum | BaseException)]
RENDERED = (
    kc.Action, kc.Cancellation, kc.Departure, kc.Explanation, kc.Money, kc.Offer, kc.PreparationSheet, kc.Quote,
    kc.Screening, kc.SupportiveMedication, kc.TreatmentPlan, kc.Visit,
)  # fmt: skip
FAQ = kc.faq_policy()


def simplest(drawn: st.SearchStrategy[Any], condition: Callable[[Any], object] = lambda _: True) -> Any:
    """The simplest value that is drawn and for which that holds."""
    return find(drawn, lambda value: bool(condition(value)), settings=settings(max_examples=5_000, database=None))


def first(kind: type, condition: Callable[[Any], object], within: int) -> Any:
    """The first value among so many for which that holds, as it is drawn."""
    kept = []

    @settings(max_examples=within, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
    @given(st.from_type(kind))
    def look(value: object) -> None:
        if condition(value):
            kept.append(value)
            raise ReachedError

    with pytest.raises(ReachedError):
        look()
    return kept[0]


class ReachedError(Exception):
    """What is looked for was drawn."""


def named(kind: type) -> str:
    return kind.__name__


def test_every_value_has_a_strategy_and_nothing_else() -> None:
    assert set(STRATEGIES) == set(VALUES)
    assert len(VALUES) > 50


@pytest.mark.parametrize("kind", KINDS, ids=named)
def test_every_public_type_is_drawn_and_what_is_drawn_survives_pickling_and_copying(kind: type) -> None:
    @settings(max_examples=15)
    @given(st.from_type(kind))
    def holds(value: object) -> None:
        assert type(value) is kind
        if not isinstance(value, BaseException):
            twin = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own
            assert (twin, hash(twin)) == (value, hash(value))
            assert copy.deepcopy(value) == value

    holds()


@pytest.mark.parametrize("kind", RENDERED, ids=named)
def test_what_is_drawn_is_rendered_in_every_locale_and_form(kind: type) -> None:
    @settings(max_examples=4)
    @given(st.from_type(kind))
    def holds(value: object) -> None:
        for locale in kc.locales():
            for form in FORMS:
                assert kc.render(value, locale=locale.name, form=form)

    holds()


def test_nothing_else_is_rendered() -> None:
    for kind in {*VALUES} - {*RENDERED}:
        with pytest.raises(kc.InvalidTypeError, match="^value: "):
            kc.render(first(kind, lambda _: True, within=1))


def test_each_of_many_is_drawn_and_the_first_is_the_simplest() -> None:
    among = one_among(lambda: "abc")

    assert simplest(among) == "a"
    assert {simplest(among, letter.__eq__) for letter in "abc"} == {*"abc"}


@given(one_among(lambda: "abc"))
def test_nothing_but_what_there_is_is_drawn(drawn: str) -> None:
    assert drawn in {*"abc"}  # and no index is beyond them


# ---- What is rare is reached


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        (kc.Cancellation, lambda drawn: drawn.outcome is kc.Outcome.LATE),
        (kc.Cancellation, lambda drawn: drawn.outcome is kc.Outcome.MISSED),
        (kc.Cancellation, lambda drawn: drawn.notified == drawn.deadline_moment),
        (kc.Cancellation, lambda drawn: drawn.notified == drawn.deadline_moment + timedelta(seconds=1)),
        (kc.Cancellation, lambda drawn: drawn.notice == timedelta()),
        (kc.Cancellation, lambda drawn: drawn.at_risk),
        (kc.Cancellation, lambda drawn: drawn.deadline.utcoffset() != drawn.visit.starts.utcoffset()),
        (kc.Visit, lambda drawn: drawn.starts.fold == 1),
        (kc.Visit, lambda drawn: drawn.number > 1 and drawn.policy == FAQ),
        (kc.Visit, lambda drawn: drawn.policy != FAQ),
        (kc.Visit, lambda drawn: drawn.phase is kc.Phase.MAINTENANCE),
        (kc.SupportiveMedication, lambda drawn: drawn.medicine not in {FAQ.plan.antiemetic, FAQ.plan.headache, None}),
        (kc.Remedy, lambda drawn: drawn.change == 1),
        (kc.Remedy, lambda drawn: drawn.change == 9),
        (kc.TreatmentPlan, lambda drawn: any(visit.starts.fold for visit in drawn.visits)),
        (kc.TreatmentPlan, lambda drawn: drawn.shifts),
        (kc.TreatmentPlan, lambda drawn: drawn.maintenance and drawn.initial),
        (kc.TreatmentPlan, lambda drawn: drawn.completed and not drawn.visits),
        (kc.TreatmentPlan, lambda drawn: len(drawn.visits) == 6 and not kc.review_plan(drawn)),
        (kc.TreatmentPlan, lambda drawn: len({visit.moment for visit in drawn.visits}) < len(drawn.visits)),
        (kc.Screening, lambda drawn: drawn.disposition is kc.Disposition.NOTHING_FOUND and drawn.findings),
        (kc.Screening, lambda drawn: drawn.indications),
        (kc.Finding, lambda drawn: drawn.group is None and drawn.recognized_as),
        (kc.Quote, lambda drawn: drawn.plan is not None and drawn.payments),
        (kc.Quote, lambda drawn: len(drawn.lines) > 2),
        (kc.Quote, lambda drawn: kc.Indication.CHRONIC_PAIN in (drawn.treating or ())),
        (kc.Payment, lambda drawn: drawn.due is not None),
        (kc.Payment, lambda drawn: drawn.number is None),
        (kc.Window, lambda drawn: drawn.begins.utcoffset() != drawn.ends.utcoffset()),
        (kc.Window, lambda drawn: drawn.ends - drawn.begins == timedelta(hours=1)),
        (kc.Window, lambda drawn: drawn.ends - drawn.begins == timedelta(minutes=30)),
        (kc.PreparationSheet, lambda drawn: any(told.findings for told in drawn.instructions)),
        (kc.PreparationSheet, lambda drawn: len(drawn.visits) > 1),
        (kc.PreparationSheet, lambda drawn: kc.Indication.CHRONIC_PAIN in (drawn.treating or ())),
        (kc.PreparationSheet, lambda drawn: drawn.treating == () and len(drawn.visits) > 1),
        (kc.WaitingPatient, lambda drawn: len({type(item) for item in drawn.availability}) == 2),
        (kc.Policy, lambda drawn: drawn.clinic.wording),
        (kc.Policy, lambda drawn: drawn.pricing.infusions.last is not None),
        (kc.Policy, lambda drawn: drawn.pricing.currency == "KWD"),
        (kc.Clinic, lambda drawn: "<" in drawn.name),
        (kc.ClinicCalendar, lambda drawn: drawn.closed and drawn.closes),
    ],
)
def test_a_rare_value_is_reached(kind: type, condition: Callable[[Any], object]) -> None:
    assert condition(first(kind, condition, within=10_000))


@pytest.mark.parametrize(
    ("kind", "attribute", "members"),
    [
        (kc.Finding, "match", kc.Match),
        (kc.Finding, "level", kc.Level),
        (kc.Finding, "action", kc.Action),
        (kc.Departure, "kind", kc.DepartureKind),
        (kc.SupportiveMedication, "purpose", kc.Purpose),
        (kc.QuoteLine, "service", kc.Service),
        (kc.Step, "applied", (True, False)),
        (kc.Remedy, "kind", ("open_date", "infusions", "per_week", "first_date", "first_time")),
        (kc.LocaleStatus, "direction", ("ltr", "rtl")),
    ],
)  # fmt: skip
def test_every_member_is_drawn(kind: type, attribute: str, members: Any) -> None:
    left = set(members)

    def is_last(value: Any) -> bool:
        left.discard(getattr(value, attribute))
        return not left

    first(kind, is_last, within=20_000)


def test_every_instruction_is_drawn() -> None:
    left = set(kc.InstructionKind)

    def is_last(sheet: kc.PreparationSheet) -> bool:
        left.difference_update(told.kind for told in sheet.instructions)
        return not left

    first(kc.PreparationSheet, is_last, within=20_000)


def test_every_fact_is_drawn() -> None:
    left = set(kc.FactName)

    def is_last(explanation: kc.Explanation) -> bool:
        left.difference_update(fact.name for step in explanation.steps for fact in step.facts)
        return not left

    first(kc.Explanation, is_last, within=10_000)  # one in five runs of random draws needs more than 1,000


# ---- What is drawn is simple


def test_the_simplest_values_are_the_usual_ones() -> None:
    assert simplest(st.from_type(kc.Money)) == kc.Money(0)
    assert simplest(kt.treatment_plans()) == kc.TreatmentPlan.of([])
    assert simplest(kt.quotes()) == kc.quote(0)
    assert simplest(kt.screenings()) == kc.screen()
    assert simplest(kt.clinic_calendars()) == kc.ClinicCalendar()
    assert simplest(kt.policies()).pricing == FAQ.pricing
    assert simplest(kt.policies()).clinic == FAQ.clinic


def test_a_late_cancellation_shrinks_to_a_lone_first_visit_under_the_faqs_policy() -> None:
    late = simplest(kt.cancellations(), lambda drawn: drawn.outcome is kc.Outcome.LATE)

    assert (late.visit.number, late.reserved, late.policy) == (1, None, FAQ)
    assert late.notice == timedelta(hours=48) - timedelta(seconds=1)


def test_a_misspelling_shrinks_to_one_entry() -> None:
    found = simplest(
        kt.screenings(), lambda drawn: any(finding.match is kc.Match.APPROXIMATE for finding in drawn.findings)
    )

    assert (found.medications, found.conditions, found.substances).count(None) == 2
    assert len(found.findings) == 1
    assert found.policy == FAQ


def test_a_failing_example_is_shown_without_its_policy() -> None:
    visit = kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=UTC), number=2)
    for value in (visit, visit.ends_between, kc.prepare(visit).instructions[0], kc.Money(600)):
        assert pretty(value) == repr(value)


# ---- Times


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Kolkata"])
def test_local_times_of_any_zone_exist_and_keep_their_moment(zone: str) -> None:
    drawn: list[datetime] = []

    @settings(max_examples=400)
    @given(kt.clinic_datetimes(zone=zone))
    def holds(value: datetime) -> None:
        assert value.tzinfo == ZoneInfo(zone)
        assert value.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == value.replace(tzinfo=None)
        assert 2006 <= value.year <= 2038
        drawn.append(value)

    holds()
    changes = [value for value in drawn if changes_within(value, timedelta(days=4))]
    if zone == "Asia/Kolkata":  # whose clocks have not changed for long
        assert not changes
    else:
        assert len(changes) > len(drawn) * 0.4  # half of them, and chance has its part
        assert len([value for value in changes if changes_within(value, timedelta(days=1))]) > len(drawn) / 6
        assert {0, 1} == {value.fold for value in drawn}


def changes_within(value: datetime, span: timedelta) -> bool:
    moments = [value.astimezone(UTC) + away for away in (-span, timedelta(), span)]
    return len({moment.astimezone(value.tzinfo).utcoffset() for moment in moments}) > 1


def test_two_strategies_of_three_are_one_that_is_named_twice() -> None:
    rare, usual = st.just("rare"), st.just("usual")
    drawn: list[str] = []

    @settings(max_examples=300)
    @given(st.lists(as_often_as_named(rare, usual, usual), min_size=9, max_size=9))
    def holds(value: list[str]) -> None:
        drawn.extend(value)

    holds()
    assert 0.58 < drawn.count("usual") / len(drawn) < 0.75
    assert simplest(as_often_as_named(usual, rare, rare)) == "usual"


def test_what_is_drawn_is_under_the_faqs_policy_as_often_as_not() -> None:
    """Three draws of four are; but Hypothesis goes on from what has many parts, as another policy has."""
    drawn: list[bool] = []

    @settings(max_examples=300)
    @given(st.from_type(kc.Visit))
    def holds(value: kc.Visit) -> None:
        drawn.append(value.policy is FAQ)

    holds()
    assert 0.4 < drawn.count(True) / len(drawn) < 0.9


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A computer whose own clocks are those of Los Angeles."""
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("elsewhere")
def test_times_of_a_single_day_are_drawn_wherever_the_computer_is() -> None:
    day = date(2026, 12, 1)
    drawn = kt.clinic_datetimes(zone="Asia/Tokyo", first=day, last=day)
    begins = datetime(2026, 12, 1, tzinfo=ZoneInfo("Asia/Tokyo"))

    @settings(max_examples=100)
    @given(drawn)
    def holds(value: datetime) -> None:
        assert value.date() == day

    holds()
    for wanted in (begins, begins.replace(hour=23, minute=59, second=59)):
        assert simplest(drawn, wanted.__eq__) == wanted


def test_times_of_the_day_of_a_clock_change_are_of_that_day_and_on_both_sides_of_it() -> None:
    day = date(2026, 11, 1)
    drawn: list[datetime] = []

    @settings(max_examples=200)
    @given(kt.clinic_datetimes(first=day, last=day))
    def holds(value: datetime) -> None:
        assert value.date() == day
        drawn.append(value)

    holds()
    assert {value.fold for value in drawn} == {0, 1}
    assert len({value.utcoffset() for value in drawn}) == 2


def test_no_time_comes_after_the_last_day_even_where_the_zone_skips_that_day() -> None:
    first, last = date(2011, 12, 29), date(2011, 12, 30)  # the one that Samoa did not have
    drawn: set[date] = set()

    @settings(max_examples=300)
    @given(kt.clinic_datetimes(zone="Pacific/Apia", first=first, last=last))
    def holds(value: datetime) -> None:
        drawn.add(value.date())

    holds()
    assert drawn == {first}


@pytest.mark.parametrize("day", [date(1900, 1, 2), date(2199, 12, 30)])
def test_times_of_the_first_and_of_the_last_day_can_be_visited(day: date) -> None:
    @settings(max_examples=50)
    @given(kt.clinic_datetimes(first=day, last=day))
    def holds(value: datetime) -> None:
        assert kc.Visit.at(value, number=1).starts.date() == day

    holds()


@pytest.mark.parametrize(
    ("arguments", "argument"),
    [
        ({"zone": "Nowhere/Land"}, "zone"),
        ({"zone": "../etc/localtime"}, "zone"),
        ({"zone": 1}, "zone"),
        ({"first": date(1900, 1, 1)}, "first"),
        ({"last": date(2199, 12, 31)}, "last"),
        ({"first": "2026-12-01"}, "first"),
        ({"first": datetime(2026, 12, 1, tzinfo=UTC)}, "first"),
        ({"first": date(2026, 12, 2), "last": date(2026, 12, 1)}, "last"),
    ],
)
def test_a_zone_or_a_day_that_no_time_can_be_of_is_refused_at_once(arguments: dict[str, Any], argument: str) -> None:
    with pytest.raises(kc.KetaclinicError, match=f"^{argument}: "):
        kt.clinic_datetimes(**arguments)


STRATEGIES_OF_A_POLICY: list[Callable[..., st.SearchStrategy[Any]]] = [
    *(kt.visits, kt.treatment_plans, kt.screenings, kt.quotes),
    *(kt.cancellations, kt.preparation_sheets, kt.explanations),
]


@pytest.mark.parametrize("strategy", STRATEGIES_OF_A_POLICY, ids=lambda drawn: drawn.__name__)
def test_what_is_no_policy_is_refused(strategy: Callable[..., st.SearchStrategy[Any]]) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^policy: "):
        simplest(strategy(policy="the usual"))


def test_whoever_waits_for_what_is_no_visit_is_refused() -> None:
    with pytest.raises(kc.InvalidTypeError, match="^visit: "):
        simplest(kt.waiting_patients(visit=17))  # type: ignore[arg-type]


def test_both_sides_of_a_clock_change_are_drawn_to_the_second() -> None:
    change = datetime(2026, 11, 1, 9, tzinfo=UTC)
    wanted = {change + timedelta(seconds=away) for away in (-3600, -1, 0, 1, 3599)}

    def is_last(value: datetime) -> bool:
        wanted.discard(value.astimezone(UTC))
        return not wanted

    year = kt.clinic_datetimes(first=date(2026, 6, 1), last=date(2026, 12, 31))
    simplest(year, is_last)


def test_visits_are_drawn_around_the_clock_changes_of_their_own_clinic() -> None:
    howe = policy_in("Australia/Lord_Howe")

    assert simplest(kt.visits(policy=howe), lambda drawn: drawn.starts.fold).policy is howe


def test_prices_are_of_the_currency_that_is_asked_for_and_some_have_a_schedule_for_chronic_pain() -> None:
    foreign = simplest(kt.pricings(currency="JPY"), lambda drawn: drawn.chronic_pain is not None)

    assert foreign.currency == foreign.chronic_pain.currency == "JPY"


@given(st.data(), st.booleans())
def test_a_schedule_is_closed_if_that_is_asked_for_and_has_one_to_five_tiers(data: st.DataObject, closed: bool) -> None:
    drawn = data.draw(kt.price_schedules(closed=closed))

    assert (drawn.last is not None) is closed
    assert 1 <= len(drawn.tiers) <= 5


def test_a_clinic_words_no_message_twice_however_simple_it_is_drawn() -> None:
    clinic = simplest(st.from_type(kc.Clinic), lambda drawn: len(drawn.wording) == 2)

    assert len({(wording.locale, wording.message) for wording in clinic.wording}) == 2


# ---- What patients type


@pytest.mark.parametrize(
    "told",
    [
        lambda typed: any("Ａ" <= letter <= "ｚ" for letter in typed),
        lambda typed: typed.isupper(),
        lambda typed: " mg" in typed and finding(typed).group,
        lambda typed: kc.FindingNote.ABSENCE in finding(typed).notes and finding(typed).related,
        lambda typed: kc.FindingNote.RELATIVE in finding(typed).notes,
        lambda typed: kc.FindingNote.PASS_AN_EMPTY_LIST in finding(typed).notes,
        lambda typed: finding(typed).match is kc.Match.APPROXIMATE,
        lambda typed: finding(typed).recognized_as is None and typed.isalpha(),
        lambda typed: len(kc.screen(medications=[typed]).findings) > 1,
        lambda typed: not typed,
    ],
)
def test_what_patients_type_is_drawn(told: Callable[[str], object]) -> None:
    assert told(simplest(kt.typed_names(), told))


def finding(typed: str) -> kc.Finding:
    return kc.screen(medications=[typed]).findings[0]


# ---- Arguments


@given(st.data())
def test_a_policy_that_is_given_is_that_of_what_is_drawn(data: st.DataObject) -> None:
    policy = data.draw(kt.policies(time_zone="Asia/Kathmandu"))

    assert policy.clinic.time_zone == "Asia/Kathmandu"
    for strategy in STRATEGIES_OF_A_POLICY:
        assert data.draw(strategy(policy=policy)).policy is policy


@given(kt.visits(), st.data())
def test_a_patient_who_waits_for_a_visit_is_offered_it(visit: kc.Visit, data: st.DataObject) -> None:
    assume(visit.ends_between.last > visit.moment)
    patient = data.draw(kt.waiting_patients(visit=visit))

    assert [*map(tuple, kc.offer_freed_visits([visit], [patient]))] == [(visit, patient)]


# ---- Where it is installed


def run(code: str, **environment: str) -> set[str]:
    """The modules that a new process has loaded after that code."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert not done.returncode, done.stderr
    return set(done.stdout.split())


def test_an_embedders_test_needs_no_import() -> None:
    installed = metadata.distribution("ketaclinic").read_text("direct_url.json") or ""
    if f'"{ROOT.as_uri()}"' not in installed:
        pytest.skip("what is installed is not this checkout")
    run(
        "from hypothesis import given, strategies as st\n"
        "import sys\n"
        "assert 'ketaclinic.testing' not in sys.modules\n"
        "import ketaclinic as kc\n"
        "@given(st.from_type(kc.TreatmentPlan), st.from_type(kc.Money))\n"
        "def test(plan, money):\n"
        "    assert type(plan) is kc.TreatmentPlan and type(money) is kc.Money\n"
        "test()"
    )


def test_what_is_registered_costs_no_more_than_the_package_itself() -> None:
    hook = "import hypothesis, ketaclinic.hypothesis_plugin as plugin\nplugin.register()"
    loaded = run(hook, HYPOTHESIS_NO_PLUGINS="1")

    assert not loaded & {"pendulum", "babel", "ketaclinic.testing", "ketaclinic.visits", "ketaclinic.screening"}
    assert "hypothesis" not in run("import ketaclinic", HYPOTHESIS_NO_PLUGINS="1")


def test_what_is_registered_is_drawn_by_its_type_alone() -> None:
    hook = "from hypothesis import given, settings, strategies as st\nimport ketaclinic.hypothesis_plugin as plugin\n"
    drawn = (
        "@settings(max_examples=1, database=None)\n@given(st.from_type({0}))\n"
        "def test(value):\n    assert type(value) is {0}\ntest()"
    )
    loaded_before = "from ketaclinic.visits import Visit\nplugin.register()\n" + drawn.format("Visit")
    asked_for_since = "plugin.register()\nimport ketaclinic as kc\n" + drawn.format("kc.TreatmentPlan")

    for code in (loaded_before, asked_for_since):
        assert "ketaclinic.testing.registry" in run(hook + code, HYPOTHESIS_NO_PLUGINS="1")


def test_a_class_is_registered_when_it_is_first_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    names = vars(kc)
    monkeypatch.setitem(names, "__getattr__", names["__getattr__"])
    registered: list[type] = []
    monkeypatch.setattr(st, "register_type_strategy", lambda kind, _: registered.append(kind))
    hypothesis_plugin.register()

    assert set(registered) == set(VALUES)  # all are loaded here
    registered.clear()
    monkeypatch.delitem(names, "Visit")
    assert kc.Visit.__name__ == "Visit"
    assert kc.Visit in registered
    with pytest.raises(AttributeError, match="no attribute 'Vist'"):
        kc.Vist  # type: ignore[attr-defined]  # noqa: B018


def test_neither_errors_nor_enums_are_registered() -> None:
    assert not any(issubclass(kind, enum.Enum | BaseException) for kind in STRATEGIES)


def test_without_hypothesis_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "hypothesis", None)
    monkeypatch.delitem(sys.modules, "ketaclinic.testing")

    with pytest.raises(kc.MissingExtraError, match=r"^ketaclinic\.testing needs .* install ketaclinic\[testing\]$"):
        importlib.import_module("ketaclinic.testing")
