"""What a patient does before a visit and after it: every instruction, its window, and what a screening adds."""

import copy
import itertools
import pickle
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.instructions import Instruction, InstructionKind
from ketaclinic.preparation import PreparationSheet
from ketaclinic.testing import policies, treatings
from ketaclinic.values import remade
from strategies import DAY, HOUR, YEARS, at, clock, moment, moments, policy_in, seconds, visits_at

K = InstructionKind
POLICY = kc.faq_policy()
HOURS = timedelta(hours=1)
MORNING = at("2026-12-01T10:00")
FIRST, LATER = (kc.Visit.at(MORNING, number=number) for number in (1, 2))
ALWAYS = [
    K.PRESCRIBER_PLAN,
    K.KEEP_ANTIDEPRESSANTS,
    K.ABSTAIN,
    K.MISUSE,
    K.CANNABIS,
    K.FASTING,
    K.VISIT,
    K.PAYMENT,
    K.SUPPORTIVE_MEDICATION,
    K.EFFECTS,
    K.ONSET,
    K.DRIVER,
    K.TWELVE_HOURS,
]


def of(sheet: PreparationSheet, kind: InstructionKind) -> Instruction:
    """The one instruction of that kind."""
    (told,) = (told for told in sheet.instructions if told.kind is kind)
    return told


def window(sheet: PreparationSheet, kind: InstructionKind) -> tuple[datetime | None, datetime | None]:
    told = of(sheet, kind)
    return told.begins, told.ends


# ---- The windows of one visit


def test_the_sheet_of_a_later_visit() -> None:
    sheet = kc.prepare(LATER)

    assert [told.kind for told in sheet.instructions] == ALWAYS
    expected = {
        K.CANNABIS: ("2026-11-28T10:00", "2026-12-01T10:00"),
        K.FASTING: ("2026-12-01T07:00", "2026-12-01T10:00"),
        K.VISIT: ("2026-12-01T10:00", "2026-12-01T11:30"),
        K.PAYMENT: ("2026-12-01T10:00", "2026-12-01T11:30"),
        K.SUPPORTIVE_MEDICATION: ("2026-12-01T10:00", "2026-12-01T11:30"),
        K.DRIVER: ("2026-12-01T11:15", "2026-12-01T11:30"),
        K.TWELVE_HOURS: ("2026-12-01T11:15", "2026-12-01T23:30"),
    }
    for kind, (begins, ends) in expected.items():
        assert window(sheet, kind) == (at(begins), at(ends))
    for kind in (K.PRESCRIBER_PLAN, K.KEEP_ANTIDEPRESSANTS, K.ABSTAIN, K.MISUSE):
        assert window(sheet, kind) == (None, None)
    for kind in (K.EFFECTS, K.ONSET):
        assert window(sheet, kind) == (MORNING, None)
    assert {told.numbers for told in sheet.instructions} == {(2,)}
    assert sheet.visits == (LATER,)


def test_the_sheet_of_a_first_visit_counts_from_its_own_latest_expected_end() -> None:
    sheet = kc.prepare(FIRST)

    assert window(sheet, K.VISIT) == (MORNING, at("2026-12-01T12:30"))
    assert window(sheet, K.DRIVER) == (at("2026-12-01T12:00"), at("2026-12-01T12:30"))
    assert window(sheet, K.TWELVE_HOURS) == (at("2026-12-01T12:00"), at("2026-12-02T00:30"))
    assert window(sheet, K.FASTING) == (at("2026-12-01T07:00"), MORNING)
    assert of(sheet, K.VISIT).clauses == ("plan.first-visit",)
    assert of(kc.prepare(LATER), K.VISIT).clauses == ("visit.infusion", "visit.undisturbed", "visit.recovery")


@pytest.mark.parametrize(
    ("ended", "leaves", "rested"),
    [
        ("2026-12-01T11:05", "2026-12-01T11:05", "2026-12-01T23:05"),
        ("2026-12-01T11:45", "2026-12-01T11:45", "2026-12-01T23:45"),
        ("2026-12-01T10:01", "2026-12-01T10:01", "2026-12-01T22:01"),
    ],
)
def test_the_twelve_hours_count_from_the_recorded_end(ended: str, leaves: str, rested: str) -> None:
    for visit in (FIRST, LATER):
        sheet = kc.prepare(visit, infusion_ended=at(ended))
        assert window(sheet, K.TWELVE_HOURS) == (at(leaves), at(rested))
        assert of(sheet, K.DRIVER).begins == at(leaves)
        assert sheet.infusion_ended == at(ended)


@given(moments(), st.integers(1, 3), st.none() | st.integers(1, DAY), st.integers(1, 30))
def test_no_window_ends_too_early(starts: datetime, number: int, ended: int | None, hours: int) -> None:
    """H13: nobody drives before the latest expected end, whatever end was recorded and whatever the policy says."""
    figures = attrs.evolve(POLICY.preparation, aftercare=kc.Hours(hours, "aftercare.twelve-hours"))
    policy = attrs.evolve(POLICY, preparation=figures)
    visit = kc.Visit.at(starts, number=number, policy=policy)
    recorded = None if ended is None else starts + timedelta(seconds=ended)
    sheet = kc.prepare(visit, infusion_ended=recorded)
    rest, driver, fasting = (of(sheet, kind) for kind in (K.TWELVE_HOURS, K.DRIVER, K.FASTING))
    latest = visit.ends_between.last

    assert rest.last == max((recorded or latest) + hours * HOURS, latest)
    assert rest.first == driver.first == (recorded or visit.ends_between.first)
    assert driver.last == max(latest, recorded or latest)
    assert driver.strength is kc.Strength.REQUIRED
    assert (fasting.first, fasting.last) == (starts - 3 * HOURS, starts)


@pytest.mark.parametrize("name", sorted(YEARS))
def test_around_every_clock_change_cannabis_is_held_72_hours_and_three_calendar_days(name: str) -> None:
    zoned = clock(name)
    for second in zoned.around(hours=84, step=4 * HOUR + 900):
        sheet = kc.prepare(kc.Visit.at(zoned.aware(second), number=2, policy=zoned.policy))
        held, fasting, rest = (of(sheet, kind) for kind in (K.CANNABIS, K.FASTING, K.TWELVE_HOURS))
        assert held.first is not None
        assert fasting.begins is not None
        assert rest.ends is not None
        first = seconds(held.first)
        same_reading = zoned.readings(zoned.wall(second) - 3 * DAY)

        assert held.last == fasting.last == moment(second)
        assert first == min([second - 72 * HOUR, *same_reading])
        assert zoned.wall(first) // DAY <= zoned.wall(second) // DAY - 3
        assert fasting.begins.isoformat() == zoned.aware(second - 3 * HOUR).isoformat()
        assert rest.ends.isoformat() == zoned.aware(second + 5_400 + 12 * HOUR).isoformat()


def test_the_figures_are_the_policys() -> None:
    figures = kc.PreparationPolicy(
        fasting=kc.Hours(5, "prepare.fasting"),
        cannabis=kc.Days(7, "prepare.cannabis"),
        aftercare=kc.Hours(24, "aftercare.twelve-hours"),
    )
    sheet = kc.prepare(kc.Visit.at(MORNING, number=2, policy=attrs.evolve(POLICY, preparation=figures)))

    assert of(sheet, K.FASTING).begins == at("2026-12-01T05:00")
    assert of(sheet, K.CANNABIS).begins == at("2026-11-24T10:00")
    assert of(sheet, K.TWELVE_HOURS).ends == at("2026-12-02T11:30")


# ---- Every sheet


ENTRIES = ["Xanax", "lamotrigine", "weed", "zoloft", "zoloff", "metformin", "aminophylline", "alcohol", "lithium"]
ENTRIES += [
    "asthma",
    "seizures",
    "schizophrenia",
    "PTSD",
    "chronic pain",
    "amitriptyline",
    "phenelzine",
    "cocaine",
    "K",
]


@st.composite
def screenings(draw: st.DrawFn, policy: kc.Policy = POLICY) -> kc.Screening:
    entries = st.none() | st.lists(st.sampled_from(ENTRIES), max_size=4)
    return kc.screen(medications=draw(entries), conditions=draw(entries), substances=draw(entries), policy=policy)


def in_order(instructions: Iterable[Instruction]) -> bool:
    starts = [told.first for told in instructions]
    stated = [start for start in starts if start is not None]
    return stated == sorted(stated) and starts == [None] * (len(starts) - len(stated)) + stated


@given(moments(), st.integers(1, 9), st.none() | screenings(), st.lists(st.integers(1, 9)), st.lists(st.integers(1, 9)))
def test_every_sheet_is_in_order_cites_its_clauses_and_has_the_driver(
    starts: datetime, number: int, screening: kc.Screening | None, nausea: list[int], headache: list[int]
) -> None:
    visit = kc.Visit.at(starts, number=number)
    sheet = kc.prepare(visit, screening=screening, nausea_after=nausea, headache_after=headache)
    kinds = [told.kind for told in sheet.instructions]

    assert in_order(sheet.instructions)
    assert set(ALWAYS) <= set(kinds)
    assert len(kinds) == len(set(kinds))
    for told in sheet.instructions:
        assert told.clauses
        assert all(kc.clause(clause) for clause in told.clauses)
        assert len(set(told.clauses)) == len(told.clauses)
        assert set(told.kind.clauses) <= set(told.clauses) <= set(sheet.clauses)
        assert told.strength is told.kind.strength
        assert told.first is None or told.last is None or told.first <= told.last
    medications = kc.supportive_medications(number, nausea_after=nausea, headache_after=headache)
    assert of(sheet, K.SUPPORTIVE_MEDICATION).medications == medications
    assert sheet == kc.prepare(visit, screening=screening, nausea_after=iter(nausea), headache_after=iter(headache))


@given(screenings(), st.sampled_from(ENTRIES), st.sampled_from(["medications", "conditions", "substances"]))
def test_more_findings_never_remove_an_instruction_or_a_finding_of_one(
    screening: kc.Screening, entry: str, argument: str
) -> None:
    lists: dict[str, Any] = {name: getattr(screening, name) for name in ("medications", "conditions", "substances")}
    fewer = kc.prepare(LATER, screening=screening)
    more = kc.prepare(LATER, screening=kc.screen(**{**lists, argument: [*(lists[argument] or ()), entry]}))

    for told in fewer.instructions:
        same = of(more, told.kind)
        assert set(told.findings) <= set(same.findings)
        assert (told.first, told.last, told.strength) == (same.first, same.last, same.strength)
    assert {told.kind for told in kc.prepare(LATER).instructions} <= {told.kind for told in fewer.instructions}


@given(screenings())
def test_every_finding_that_calls_for_something_stands_in_an_instruction(screening: kc.Screening) -> None:
    sheet = kc.prepare(LATER, screening=screening)
    shown = {finding for told in sheet.instructions for finding in told.findings}
    clear = {kc.Level.INDICATION, kc.Level.COMPATIBLE}

    assert {finding for finding in screening.findings if finding.level not in clear} <= shown
    assert shown <= set(screening.findings)


@pytest.mark.parametrize(
    ("entry", "kinds"),
    [
        ("Klonopin", {K.PRESCRIBER_PLAN}),
        ("lamotrigine", {K.PRESCRIBER_PLAN}),
        ("weed", {K.CANNABIS, K.ABSTAIN}),
        ("alcohol", {K.ABSTAIN}),
        ("cocaine", {K.ABSTAIN}),
        ("heroin", {K.ABSTAIN}),
        ("Zoloft", {K.KEEP_ANTIDEPRESSANTS}),
        ("Effexor", {K.KEEP_ANTIDEPRESSANTS}),
        ("Wellbutrin", {K.KEEP_ANTIDEPRESSANTS}),
        ("amitriptyline", {K.KEEP_ANTIDEPRESSANTS, K.SPEAK_WITH_DOCTOR}),
        ("phenelzine", {K.KEEP_ANTIDEPRESSANTS, K.SPEAK_WITH_DOCTOR}),
        ("metformin", {K.SPEAK_WITH_DOCTOR}),
        ("zoloff", {K.SPEAK_WITH_DOCTOR}),
        ("aminophylline", {K.AVOID}),
        ("schizophrenia", {K.AVOID}),
        ("seizures", {K.DOCTOR_DECIDES}),
        ("asthma", {K.CLEARANCE}),
        ("high blood pressure", {K.CLEARANCE}),
        ("lithium", set()),
        ("PTSD", set()),
    ],
)
def test_what_a_finding_calls_for(entry: str, kinds: set[InstructionKind]) -> None:
    sheet = kc.prepare(LATER, screening=kc.screen(medications=[entry]))

    assert {told.kind for told in sheet.instructions if told.findings} == kinds
    for told in sheet.instructions:
        assert {finding.entry for finding in told.findings} <= {entry}
        assert {clause for finding in told.findings for clause in finding.clauses} <= set(told.clauses)
    only_found = {K.AVOID, K.DOCTOR_DECIDES, K.SPEAK_WITH_DOCTOR, K.CLEARANCE}
    assert only_found & {told.kind for told in sheet.instructions} == only_found & kinds


def test_what_rules_ketamine_out_comes_first_and_is_required() -> None:
    screening = kc.screen(medications=["vitamin D", "Xanax"], conditions=["asthma", "seizures", "schizophrenia"])
    first, second, third, fourth = kc.prepare(LATER, screening=screening).instructions[:4]

    assert [told.kind for told in (first, second, third, fourth)] == [
        K.AVOID,
        K.DOCTOR_DECIDES,
        K.CLEARANCE,
        K.SPEAK_WITH_DOCTOR,
    ]
    assert [finding.entry for finding in first.findings] == ["schizophrenia"]
    assert [told.strength.name for told in (first, second, third, fourth)] == [
        "REQUIRED",
        "REQUIRED",
        "REQUIRED",
        "ADVISED",
    ]


@pytest.mark.parametrize("level", [kc.Level.PRESCRIBER_PLAN, kc.Level.ABSTAIN])
def test_a_clinics_own_level_for_a_group_calls_for_the_doctor(level: kc.Level) -> None:
    """Never for abstaining: nobody is told to refrain from a medicine."""
    rules = [attrs.evolve(rule, level=level) if rule.group == "lithium" else rule for rule in POLICY.screening.groups]
    policy = attrs.evolve(POLICY, screening=attrs.evolve(POLICY.screening, groups=rules))
    screening = kc.screen(medications=["lithium"], policy=policy)
    sheet = kc.prepare(kc.Visit.at(MORNING, number=2, policy=policy), screening=screening)

    assert {told.kind for told in sheet.instructions if told.findings} == {K.SPEAK_WITH_DOCTOR}


def test_what_was_not_told_is_named() -> None:
    assert kc.prepare(LATER).not_told == ("medications", "conditions", "substances")
    assert kc.prepare(LATER, screening=kc.screen(conditions=[])).not_told == ("medications", "substances")
    assert kc.prepare(LATER, screening=kc.screen(medications=[], conditions=[], substances=[])).not_told == ()
    assert kc.prepare(LATER).policy is POLICY


def test_strengths_are_the_faqs() -> None:
    required = {kind for kind in K if kind.strength is kc.Strength.REQUIRED}
    assert required == {K.AVOID, K.DOCTOR_DECIDES, K.CLEARANCE, K.ABSTAIN, K.CANNABIS, K.FASTING, K.DRIVER}
    assert all(kind.strength is kc.Strength.ADVISED for kind in K if kind not in required)


def test_each_kind_rests_on_its_clauses() -> None:
    assert {kind.name: kind.clauses for kind in K} == {
        "AVOID": ("candidacy.doctor-decides",),
        "DOCTOR_DECIDES": ("candidacy.doctor-decides",),
        "SPEAK_WITH_DOCTOR": ("candidacy.doctor-decides",),
        "CLEARANCE": ("screen.clearance",),
        "PRESCRIBER_PLAN": ("prepare.benzodiazepine-lamotrigine", "screen.benzodiazepine-lamotrigine"),
        "KEEP_ANTIDEPRESSANTS": ("prepare.keep-antidepressants", "plan.adjunct"),
        "ABSTAIN": ("prepare.abstain",),
        "MISUSE": ("aftercare.misuse",),
        "CANNABIS": ("prepare.cannabis", "prepare.abstain"),
        "FASTING": ("prepare.fasting",),
        "VISIT": (),
        "PAYMENT": ("price.pay-as-you-go",),
        "SUPPORTIVE_MEDICATION": (),
        "EFFECTS": ("aftercare.effects", "visit.recovery"),
        "ONSET": ("visit.onset",),
        "DRIVER": ("prepare.driver",),
        "TWELVE_HOURS": ("aftercare.twelve-hours", "prepare.driver"),
    }


# ---- What is paid


@pytest.mark.parametrize(
    ("number", "amount", "clause"), [(1, 600, "initial"), (5, 600, "initial"), (6, 450, "thereafter")]
)
def test_the_infusion_is_paid_at_its_visit(number: int, amount: int, clause: str) -> None:
    told = of(kc.prepare(kc.Visit.at(MORNING, number=number)), K.PAYMENT)

    assert told.amount == kc.Money(amount)
    assert told.clauses == ("price.pay-as-you-go", f"price.{clause}", "price.chronic-pain")


def test_where_no_price_is_published_none_is_told() -> None:
    told = of(kc.prepare(FIRST, screening=kc.screen(conditions=["chronic pain"])), K.PAYMENT)
    assert (told.amount, told.clauses) == (None, ("price.pay-as-you-go", "price.chronic-pain"))
    assert of(kc.prepare(FIRST, screening=kc.screen(conditions=["PTSD"])), K.PAYMENT).amount == kc.Money(600)


PAIN = kc.Indication.CHRONIC_PAIN


def with_chronic_pain() -> kc.Policy:
    """The FAQ's policy with a price for chronic pain, up to the third infusion."""
    tier = kc.Tier(last=3, unit_price=kc.Money(900), clause="price.chronic-pain")
    return attrs.evolve(POLICY, pricing=attrs.evolve(POLICY.pricing, chronic_pain=kc.PriceSchedule([tier])))


@given(treatings(chronic_pain=True), st.none() | screenings(), st.integers(1, 9))
def test_chronic_pain_in_what_is_said_or_entered_has_no_price(
    treating: frozenset[kc.Indication] | None, screening: kc.Screening | None, number: int
) -> None:
    named = {*(treating or ()), *(() if screening is None else screening.indications)}
    whole = kc.TreatmentPlan.of([MORNING], completed=number - 1)
    sheets = (
        kc.prepare(whole.visits[0], screening=screening, treating=treating),
        kc.prepare_plan(whole, screening=screening, treating=treating),
    )

    for sheet in sheets:
        if PAIN in named:
            assert of(sheet, K.PAYMENT).amount is None
            assert of(sheet, K.PAYMENT).clauses == ("price.pay-as-you-go", "price.chronic-pain")
        else:
            assert of(sheet, K.PAYMENT).amount == kc.quote(1, completed=number - 1).total


def test_chronic_pain_has_the_price_that_a_clinic_publishes_for_it_and_none_beyond() -> None:
    policy = with_chronic_pain()
    amounts = {
        number: of(kc.prepare(kc.Visit.at(MORNING, number=number, policy=policy), treating=[PAIN]), K.PAYMENT).amount
        for number in (1, 3, 4)
    }
    assert amounts == {1: kc.Money(900), 3: kc.Money(900), 4: None}


@pytest.mark.parametrize(
    "make", [lambda **rest: kc.prepare(LATER, **rest), lambda **rest: kc.prepare_plan(plan(1), **rest)]
)
def test_what_is_treated_is_kept_as_a_quote_keeps_it(make: Any) -> None:
    said = make(treating=(each for each in (PAIN, kc.Indication.PTSD, PAIN)))

    assert said.treating == (kc.Indication.PTSD, PAIN)
    assert make().treating is None
    assert make(treating=[]).treating == ()
    assert make(screening=kc.screen(conditions=["chronic pain"])).treating is None
    assert said == make(treating={PAIN, kc.Indication.PTSD})
    assert len({said, make(), make(treating=[]), make(treating=[PAIN])}) == 4


def test_what_is_treated_changes_nothing_but_the_price() -> None:
    for told, same in zip(kc.prepare(LATER, treating=[PAIN]).instructions, kc.prepare(LATER).instructions, strict=True):
        assert told == same or told.kind is same.kind is K.PAYMENT


@settings(max_examples=30)
@given(policies(), st.integers(1, 60))
def test_any_clinics_visit_has_a_sheet_with_its_price(policy: kc.Policy, number: int) -> None:
    told = of(kc.prepare(kc.Visit.at(MORNING, number=number, policy=policy)), K.PAYMENT)
    try:
        assert told.amount == kc.quote(1, completed=number - 1, policy=policy).total
    except kc.PriceNotPublishedError as error:
        assert (told.amount, told.clauses) == (None, tuple(dict.fromkeys(("price.pay-as-you-go", error.clause))))


# ---- The sheet of a plan


def plan(*days: int, hour: int = 10, completed: int = 0) -> kc.TreatmentPlan:
    return kc.TreatmentPlan.of([at(f"2026-12-{day:02}T{hour:02}:00") for day in days], completed=completed)


def windows(
    sheet: PreparationSheet, kind: InstructionKind
) -> list[tuple[tuple[int, ...], datetime | None, datetime | None]]:
    return [(told.numbers, told.begins, told.ends) for told in sheet.instructions if told.kind is kind]


def test_windows_that_overlap_or_touch_are_one_instruction() -> None:
    sheet = kc.prepare_plan(plan(1, 3, 6, 10))

    assert windows(sheet, K.CANNABIS) == [
        ((1, 2, 3), at("2026-11-28T10:00"), at("2026-12-06T10:00")),
        ((4,), at("2026-12-07T10:00"), at("2026-12-10T10:00")),
    ]
    assert windows(sheet, K.ABSTAIN) == [((1, 2, 3, 4), None, None)]
    assert windows(sheet, K.EFFECTS) == [((1, 2, 3, 4), at("2026-12-01T10:00"), None)]
    for kind in (K.FASTING, K.VISIT, K.PAYMENT, K.DRIVER, K.TWELVE_HOURS):
        assert [numbers for numbers, _, _ in windows(sheet, kind)] == [(1,), (2,), (3,), (4,)]
    assert in_order(sheet.instructions)


def test_two_visits_close_together_fast_once_and_pay_twice() -> None:
    starts = [at("2026-12-01T10:00"), at("2026-12-01T11:00"), at("2026-12-01T12:30")]
    sheet = kc.prepare_plan(kc.TreatmentPlan.of(starts, completed=1))

    assert windows(sheet, K.FASTING) == [((2, 3, 4), at("2026-12-01T07:00"), at("2026-12-01T12:30"))]
    assert windows(sheet, K.TWELVE_HOURS) == [((2, 3, 4), at("2026-12-01T11:15"), at("2026-12-02T02:00"))]
    for kind in (K.VISIT, K.PAYMENT, K.SUPPORTIVE_MEDICATION):
        assert [numbers for numbers, _, _ in windows(sheet, kind)] == [(2,), (3,), (4,)]
    amounts = [told.amount for told in sheet.instructions if told.kind is K.PAYMENT]
    assert amounts == [kc.Money(600)] * 3


@given(
    st.lists(st.integers(0, 400), max_size=9),
    st.integers(0, 8),
    st.none() | screenings(),
    st.lists(st.integers(1, 9), max_size=3),
)
def test_a_plans_sheet_says_at_every_moment_what_the_sheets_of_its_visits_say(
    hours: list[int], completed: int, screening: kc.Screening | None, nausea: list[int]
) -> None:
    whole = kc.TreatmentPlan.of([MORNING + hour * HOURS for hour in hours], completed=completed)
    merged = kc.prepare_plan(whole, screening=screening, nausea_after=nausea)
    alone = [kc.prepare(visit, screening=screening, nausea_after=nausea) for visit in whole.visits]

    assert in_order(merged.instructions)
    assert merged.visits == whole.visits
    first, last = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)

    def spans(instructions: Iterable[Instruction], kind: InstructionKind) -> list[tuple[datetime, datetime]]:
        return [(told.first or first, told.last or last) for told in instructions if told.kind is kind]

    for kind in K:
        every = spans(itertools.chain.from_iterable(sheet.instructions for sheet in alone), kind)
        joined = spans(merged.instructions, kind)
        edges = {edge for span in every for edge in span}
        for edge in edges | {edge - HOURS / 7 for edge in edges} | {edge + HOURS / 7 for edge in edges}:
            assert any(a <= edge <= b for a, b in every) == any(a <= edge <= b for a, b in joined)
        numbers = [number for told in merged.instructions if told.kind is kind for number in told.numbers]
        singles = [told.numbers[0] for sheet in alone for told in sheet.instructions if told.kind is kind]
        assert sorted(numbers) == singles
        if kind not in {K.VISIT, K.PAYMENT, K.SUPPORTIVE_MEDICATION}:
            assert all(b < c or d < a for (a, b), (c, d) in itertools.combinations(joined, 2))
        else:
            assert len(joined) == len(every)


def test_a_window_within_another_does_not_shorten_it() -> None:
    visit = attrs.evolve(POLICY.visit, first=kc.MinutesRange(60, 300, "plan.first-visit"))
    starts = [at("2026-12-01T10:00"), at("2026-12-01T10:10")]
    sheet = kc.prepare_plan(kc.TreatmentPlan.of(starts, policy=attrs.evolve(POLICY, visit=visit)))

    assert windows(sheet, K.DRIVER) == [((1, 2), at("2026-12-01T11:00"), at("2026-12-01T15:00"))]
    assert windows(sheet, K.TWELVE_HOURS) == [((1, 2), at("2026-12-01T11:00"), at("2026-12-02T03:00"))]


def test_a_plan_without_visits_has_an_empty_sheet() -> None:
    sheet = kc.prepare_plan(kc.TreatmentPlan.of([]))
    assert (sheet.instructions, sheet.visits, sheet.clauses) == ((), (), ())


def test_sixty_visits_are_prepared() -> None:
    starts = [MORNING + 30 * day * timedelta(days=1) for day in range(60)]
    sheet = kc.prepare_plan(kc.TreatmentPlan.of(starts))
    assert len(windows(sheet, K.FASTING)) == 60


# ---- The value


def test_copies_are_equal() -> None:
    screening = kc.screen(medications=["Xanax", "zoloff"])
    sheets = [
        kc.prepare(FIRST),
        kc.prepare(LATER, screening=screening, infusion_ended=at("2026-12-01T11:00"), nausea_after=[1]),
        kc.prepare_plan(plan(1, 3), screening=screening, headache_after=[1]),
        kc.prepare(FIRST, treating=[PAIN]),
        kc.prepare_plan(plan(1, 3), treating=[kc.Indication.OCD, PAIN]),
    ]
    assert len({*sheets, *sheets}) == 5
    for sheet in sheets:
        for value in (sheet, *sheet.instructions):
            twin = pickle.loads(pickle.dumps(value))  # noqa: S301  # our own
            assert (twin, hash(twin)) == (value, hash(value))
            assert copy.copy(value) == copy.deepcopy(value) == value


NOON = datetime(2026, 12, 1, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        (("fasting", None, None), "kind: "),
        ((K.FASTING, NOON, NOON - HOURS), "last: expected a time that is not before `first`$"),
    ],
)
def test_an_edited_state_is_refused(fields: tuple[Any, ...], wrong: str) -> None:
    with pytest.raises((kc.InvalidInputError, kc.InvalidTypeError), match=f"^{wrong}"):
        remade(Instruction, (*fields, (1,), POLICY))
    assert remade(Instruction, (K.FASTING, NOON, NOON, (1,), POLICY))


# ---- Refusals


@pytest.mark.parametrize(
    "ended", ["2026-12-01T10:00", "2026-12-01T09:59:59.999999", "2025-12-01T10:00", "2026-12-02T10:00:00.000001"]
)
def test_an_infusion_ends_within_a_day_after_its_visit_starts(ended: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^infusion_ended: expected a time within 24 hours after the start"):
        kc.prepare(LATER, infusion_ended=at(ended))
    assert kc.prepare(LATER, infusion_ended=MORNING + timedelta(microseconds=1))


def test_a_screening_under_another_policy_is_refused() -> None:
    screening = kc.screen(policy=policy_in("Europe/Dublin"))
    refused = "^screening: expected a screening under the policy of the visit$"
    with pytest.raises(kc.InvalidInputError, match=refused):
        kc.prepare(LATER, screening=screening)
    with pytest.raises(kc.InvalidInputError, match=refused):
        kc.prepare_plan(plan(1), screening=screening)
    assert kc.prepare(LATER, screening=kc.screen(policy=attrs.evolve(POLICY)))


NOTHING: dict[str, list[Any]] = {
    "visit": [None, "visit", 1, True, MORNING, plan(1), [LATER]],
    "plan": [None, "plan", 1, True, LATER, [LATER], visits_at("2026-12-01T10:00")],
    "screening": ["Xanax", ["Xanax"], {}, 5, kc.Screening],
    "treating": ["chronic_pain", b"pain", PAIN, 5, ["ptsd"], [None], {}, {1: 2}],
    "infusion_ended": ["2026-12-01", 5, True, date(2026, 12, 1), timedelta(1)],
    "nausea_after": [None, 1, "1", {}, [True], ["1"]],
    "headache_after": [None, 1, "1", {}, [True], ["1"]],
}


@pytest.mark.parametrize(("argument", "value"), [(name, value) for name, values in NOTHING.items() for value in values])
def test_what_is_of_another_type_is_refused_by_name(argument: str, value: Any) -> None:
    if argument != "plan":
        arguments: dict[str, Any] = {"visit": LATER, argument: value}
        with pytest.raises(kc.InvalidTypeError, match=rf"^{argument}(\[0\])?: expected ") as refused:
            kc.prepare(arguments.pop("visit"), **arguments)
        assert "Xanax" not in str(refused.value)
    if argument not in {"visit", "infusion_ended"}:
        arguments = {"plan": plan(1), argument: value}
        with pytest.raises(kc.InvalidTypeError, match=rf"^{argument}(\[0\])?: expected ") as refused:
            kc.prepare_plan(arguments.pop("plan"), **arguments)


@pytest.mark.parametrize(
    ("ended", "kind"),
    [
        (datetime(2026, 12, 1, 11), kc.NaiveDatetimeError),  # noqa: DTZ001  # on purpose
        (at("2027-03-14T02:30"), kc.InvalidInputError),
        (datetime(9999, 1, 1, tzinfo=UTC), kc.InvalidInputError),
    ],
)
def test_a_recorded_end_is_a_moment(ended: datetime, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="^infusion_ended: expected "):
        kc.prepare(LATER, infusion_ended=ended)


def test_an_infusion_that_ended_a_day_later_is_the_last_that_is_taken() -> None:
    assert kc.prepare(LATER, infusion_ended=LATER.moment + timedelta(hours=24)).infusion_ended is not None


def test_the_supportive_medicines_are_the_clinics_own() -> None:
    own = attrs.evolve(POLICY.plan, antiemetic=kc.Medicine("granisetron", "Kytril", "plan.antiemetic"))
    visit = kc.Visit.at(MORNING, number=2, policy=attrs.evolve(POLICY, plan=own))

    assert of(kc.prepare(visit), K.SUPPORTIVE_MEDICATION).medications[0].medicine == own.antiemetic
    plan = kc.TreatmentPlan.of([MORNING], completed=1, policy=visit.policy)
    assert plan.without(2).policy is visit.policy


def test_a_plans_sheet_that_was_copied_keeps_its_complaints() -> None:
    plan = kc.TreatmentPlan.of([MORNING, MORNING + timedelta(days=2)])
    for complaints in ({"nausea_after": [1]}, {"headache_after": [1]}):
        sheet = kc.prepare_plan(plan, **complaints)  # type: ignore[arg-type]
        twin = pickle.loads(pickle.dumps(sheet))  # noqa: S301
        assert twin.instructions == sheet.instructions
    lone = kc.prepare(LATER, headache_after=[1])
    assert pickle.loads(pickle.dumps(lone)).instructions == lone.instructions  # noqa: S301


def test_a_plan_with_many_visits_findings_and_complaints_takes_no_time() -> None:
    plan = kc.TreatmentPlan.of([MORNING + index * timedelta(minutes=1) for index in range(300)])
    entries = ["hash, crack"] * 1000
    found = kc.screen(medications=entries, conditions=entries, substances=entries)
    begun = process_time()

    sheet = kc.prepare_plan(plan, screening=found, nausea_after=range(1, 9001), headache_after=range(1, 9001))

    assert process_time() - begun < 10  # the findings of each visit, and its complaints, anew: more than a minute
    assert len(of(sheet, K.CANNABIS).findings) == 3000
    assert of(sheet, K.ABSTAIN).numbers == tuple(range(1, 301))


def test_of_all_complaints_the_first_one_decides() -> None:
    plan = kc.TreatmentPlan.of([MORNING + timedelta(days=index) for index in range(4)])

    sheet = kc.prepare_plan(plan, nausea_after=[3, 2, 9], headache_after=[3])

    given_ = [
        {given.purpose for given in told.medications}
        for told in sheet.instructions
        if told.kind is K.SUPPORTIVE_MEDICATION
    ]
    usual, again = {kc.Purpose.NAUSEA}, {kc.Purpose.NAUSEA, kc.Purpose.NAUSEA_AGAIN}
    assert given_ == [usual, usual, again, again | {kc.Purpose.HEADACHE}]
