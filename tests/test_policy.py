"""The FAQ's figures, each once and beside its clause, in a value that nobody can change."""

import enum
from typing import Any

import attrs
import pytest

import ketaclinic as kc
from ketaclinic.data import read_text

POLICY = kc.faq_policy()


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (POLICY.clinic.telephone, kc.Telephone("(866) 987-7874", "candidacy.doctor-decides")),
        (POLICY.pricing.infusions.tiers[0], kc.Tier(last=5, unit_price=kc.Money(600), clause="price.initial")),
        (POLICY.pricing.infusions.tiers[1], kc.Tier(last=None, unit_price=kc.Money(450), clause="price.thereafter")),
        (POLICY.pricing.consultations.pre_infusion, kc.ConsultationPrice(kc.Money(0), "price.consultation")),
        (POLICY.pricing.consultations.telephone, kc.ConsultationPrice(kc.Money(0), "price.consultation")),
        (
            POLICY.pricing.consultations.information,
            kc.ConsultationPrice(kc.Money(200), "price.information-consultation", 30),
        ),
        (POLICY.pricing.chronic_pain, None),
        (POLICY.plan.infusions, kc.CountRange(4, 6, "plan.series")),
        (POLICY.plan.per_week, kc.CountRange(2, 3, "plan.spacing")),
        (POLICY.plan.weeks, kc.CountRange(2, 3, "plan.span")),
        (POLICY.plan.antiemetic, kc.Medicine("ondansetron", "Zofran", "plan.antiemetic")),
        (POLICY.plan.headache, kc.Medicine("ketorolac", "Toradol", "plan.headache")),
        (POLICY.visit.first, kc.MinutesRange(120, 150, "plan.first-visit")),
        (POLICY.visit.infusion, kc.Minutes(60, "visit.infusion")),
        (POLICY.visit.undisturbed, kc.Minutes(75, "visit.undisturbed")),
        (POLICY.visit.recovery, kc.MinutesRange(15, 30, "visit.recovery")),
        (POLICY.visit.onset, kc.Hours(48, "visit.onset")),
        (POLICY.cancellation.notice, kc.Hours(48, "cancel.notice")),
        (POLICY.preparation.fasting, kc.Hours(3, "prepare.fasting")),
        (POLICY.preparation.cannabis, kc.Days(3, "prepare.cannabis")),
        (POLICY.preparation.aftercare, kc.Hours(12, "aftercare.twelve-hours")),
        (POLICY.screening.success_rate, kc.Percent(85, "candidacy.response")),
    ],
    ids=lambda value: getattr(value, "clause", ""),
)
def test_a_figure_is_the_faqs_and_names_its_clause(figure: object, expected: object) -> None:
    assert figure == expected


def test_the_clinic_is_the_faqs() -> None:
    clinic = POLICY.clinic

    assert (clinic.name, clinic.doctor) == ("Ketamine Healing Clinic of Los Angeles", "Dr. Mahjoubi")
    assert clinic.time_zone == "America/Los_Angeles"
    assert POLICY.pricing.currency == "USD"


@pytest.mark.parametrize(
    ("group", "level", "clause"),
    [
        ("psychosis", kc.Level.AVOID, "screen.psychosis"),
        ("paranoia", kc.Level.AVOID, "screen.paranoia"),
        ("aminophylline", kc.Level.AVOID, "screen.aminophylline"),
        ("seizures", kc.Level.DOCTOR_DECIDES, "screen.seizures"),
        ("hypertension", kc.Level.CLEARANCE_REQUIRED, "screen.clearance"),
        ("cardiac", kc.Level.CLEARANCE_REQUIRED, "screen.clearance"),
        ("pulmonary", kc.Level.CLEARANCE_REQUIRED, "screen.clearance"),
        ("benzodiazepine", kc.Level.PRESCRIBER_PLAN, "screen.benzodiazepine-lamotrigine"),
        ("lamotrigine", kc.Level.PRESCRIBER_PLAN, "screen.benzodiazepine-lamotrigine"),
        ("cannabis", kc.Level.ABSTAIN, "screen.cannabis"),
        ("alcohol", kc.Level.ABSTAIN, "screen.substances"),
        ("cocaine", kc.Level.ABSTAIN, "screen.substances"),
        ("heroin", kc.Level.ABSTAIN, "screen.substances"),
        ("illicit", kc.Level.ABSTAIN, "screen.substances"),
        ("tricyclic", kc.Level.CAUTION, "screen.tricyclics"),
        ("ssri", kc.Level.COMPATIBLE, "screen.compatible"),
        ("snri", kc.Level.COMPATIBLE, "screen.compatible"),
        ("lithium", kc.Level.COMPATIBLE, "screen.compatible"),
        ("bupropion", kc.Level.COMPATIBLE, "screen.compatible"),
    ],
)
def test_how_serious_a_group_is(group: str, level: kc.Level, clause: str) -> None:
    assert kc.faq_policy().screening.rule(group) == kc.ScreeningRule(group, level, clause)


def test_every_group_has_a_rule() -> None:
    assert tuple(rule.group for rule in POLICY.screening.groups) == kc.GROUPS
    assert len(set(kc.GROUPS)) == 19


@pytest.mark.parametrize("group", ["", "SSRI", "maoi"])
def test_another_group_has_none(group: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^group: expected"):
        POLICY.screening.rule(group)


def test_levels_stand_most_serious_first() -> None:
    assert [level.value for level in kc.Level] == [
        "avoid",
        "doctor_decides",
        "clearance_required",
        "prescriber_plan",
        "abstain",
        "caution",
        "not_addressed",
        "indication",
        "compatible",
    ]


def test_indications_have_stable_ids() -> None:
    assert [indication.value for indication in kc.Indication] == [
        "depression",
        "mood_irregularities",
        "bipolar_disorder",
        "ptsd",
        "ocd",
        "substance_addiction",
        "traumatic_brain_injury",
        "chronic_pain",
    ]


def test_the_faqs_policy_is_one_object() -> None:
    assert kc.faq_policy() is kc.faq_policy()


def parts(value: Any) -> list[Any]:
    """The value and everything in it."""
    if isinstance(value, tuple):
        return [value, *(part for item in value for part in parts(item))]
    if attrs.has(type(value)):
        return [value, *(part for field in attrs.fields(type(value)) for part in parts(getattr(value, field.name)))]
    return [value]


def test_a_policy_is_frozen_all_the_way_down() -> None:
    for part in parts(POLICY):
        hash(part)
        if attrs.has(type(part)):
            for field in attrs.fields(type(part)):
                with pytest.raises(attrs.exceptions.FrozenInstanceError):
                    setattr(part, field.name, None)
            assert not hasattr(part, "__dict__")
        else:
            assert part is None or isinstance(part, (str, int, tuple, enum.Enum, type(kc.Money(1).amount)))


def test_a_changed_policy_is_another_value() -> None:
    changed = attrs.evolve(POLICY, cancellation=kc.CancellationPolicy(notice=kc.Hours(24, "cancel.notice")))

    assert changed != POLICY
    assert POLICY.cancellation.notice.hours == 48
    assert len({changed, POLICY, attrs.evolve(POLICY)}) == 2


# ---- What a policy refuses


def evolved(value: Any, field: str, content: Any) -> object:
    """The value with another content of one field, whatever the types say."""
    return attrs.evolve(value, **{field: content})


@pytest.mark.parametrize("kind", [kc.Minutes, kc.Hours, kc.Days])
def test_a_time_is_from_none_to_ten_thousand(kind: Any) -> None:
    for number in (-1, 10_001):
        with pytest.raises(kc.InvalidInputError, match=f"expected a whole number from 0 to 10,000, got {number}$"):
            kind(number, "visit.infusion")
    assert kind(0, "visit.infusion") != kind(10_000, "visit.infusion")


@pytest.mark.parametrize("kind", [kc.Minutes, kc.Hours, kc.Days, kc.Percent])
@pytest.mark.parametrize("number", [True, 1.0, "1", None])
def test_a_figure_is_a_whole_number(kind: Any, number: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"expected a whole number \(int\) from 0"):
        kind(number, "visit.infusion")


def test_a_percentage_is_from_none_to_a_hundred() -> None:
    for number in (-1, 101):
        with pytest.raises(kc.InvalidInputError, match="^percent: expected a whole number from 0 to 100"):
            kc.Percent(number, "candidacy.response")
    assert kc.Percent(0, "candidacy.response") != kc.Percent(100, "candidacy.response")


@pytest.mark.parametrize(
    "make",
    [
        lambda clause: kc.Minutes(1, clause),
        lambda clause: kc.Hours(1, clause),
        lambda clause: kc.Days(1, clause),
        lambda clause: kc.Percent(1, clause),
        lambda clause: kc.CountRange(1, 2, clause),
        lambda clause: kc.MinutesRange(1, 2, clause),
        lambda clause: kc.Medicine("a", "b", clause),
        lambda clause: kc.Telephone("555 0100", clause),
        lambda clause: kc.ScreeningRule("tricyclic", kc.Level.CAUTION, clause),
        lambda clause: kc.ConsultationPrice(kc.Money(1), clause),
    ],
)
def test_a_figure_names_a_clause_that_exists(make: Any) -> None:
    for clause in ("", "visit", "visit.unheard-of"):
        with pytest.raises(kc.InvalidInputError, match="^clause: expected"):
            make(clause)
    with pytest.raises(kc.InvalidTypeError, match="^clause: expected text"):
        make(None)


def test_a_range_does_not_end_before_it_begins() -> None:
    assert kc.CountRange(2, 2, "plan.series").least == 2
    assert kc.MinutesRange(0, 0, "visit.recovery").most_minutes == 0
    with pytest.raises(kc.InvalidInputError, match="^most: expected at least 3, which is `least`, got 2$"):
        kc.CountRange(3, 2, "plan.series")
    with pytest.raises(
        kc.InvalidInputError, match="^most_minutes: expected at least 3, which is `least_minutes`, got 2$"
    ):
        kc.MinutesRange(3, 2, "visit.recovery")


@pytest.mark.parametrize(("least", "most"), [(0, 1), (-1, 1), (1, 10_001)])
def test_a_range_counts_from_one(least: int, most: int) -> None:
    with pytest.raises(kc.InvalidInputError, match="expected a whole number from 1 to 10,000"):
        kc.CountRange(least, most, "plan.series")
    assert kc.CountRange(1, 10_000, "plan.series")


@pytest.mark.parametrize(("least", "most"), [(-1, 1), (0, 10_001)])
def test_a_range_of_minutes_has_limits(least: int, most: int) -> None:
    with pytest.raises(kc.InvalidInputError, match="expected a whole number from 0 to 10,000"):
        kc.MinutesRange(least, most, "visit.recovery")
    assert kc.MinutesRange(0, 10_000, "visit.recovery")


@pytest.mark.parametrize("number", ["866", "(866) 987-7874", "+1 866.987.7874", "+4" + "1" * 28])
def test_a_telephone_number_is_written_as_the_clinic_writes_it(number: str) -> None:
    if number == "866":
        with pytest.raises(kc.InvalidInputError, match="^number: expected a telephone number"):
            kc.Telephone(number, "candidacy.doctor-decides")
    else:
        assert kc.Telephone(number, "candidacy.doctor-decides").number == number


@pytest.mark.parametrize(
    "number", ["call us", "<b>555</b>", "555 0100 ", "5550100;", "+", "+" + "5" * 30, "5" * 31, "555\n0100", "555-"]
)
def test_what_cannot_be_dialled_is_refused(number: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^number: expected"):
        kc.Telephone(number, "candidacy.doctor-decides")


@pytest.mark.parametrize(
    "name", ["", " ", " a", "a ", "a\nb", "a\tb", "a\0b", "\u202ea", "a\u200bb", "\ud800", "\u200c", "a" * 201]
)
def test_a_name_is_one_line_of_printable_text(name: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^name: expected 1 to 200 printable characters"):
        attrs.evolve(POLICY.clinic, name=name)
    with pytest.raises(kc.InvalidInputError, match="^doctor: "):
        attrs.evolve(POLICY.clinic, doctor=name)


@pytest.mark.parametrize("name", ["a", "a" * 200, "Clínica <Ñ> & 'Söhne'", "می\u200cشود", "क्\u200dष", "클리닉"])
def test_a_name_may_be_in_any_script(name: str) -> None:
    assert attrs.evolve(POLICY.clinic, name=name).name == name


@pytest.mark.parametrize(
    "zone",
    ["Los Angeles", "America", "../etc/passwd", "/etc/localtime", "PST8PDT/x", "a" * 200, "America/los_angeles "],
)
def test_a_time_zone_is_one_of_the_iana_database(zone: str) -> None:
    with pytest.raises(kc.InvalidInputError, match="^time_zone: expected"):
        attrs.evolve(POLICY.clinic, time_zone=zone)
    assert attrs.evolve(POLICY.clinic, time_zone="Asia/Kathmandu").time_zone == "Asia/Kathmandu"


def figures() -> list[tuple[Any, str, Any]]:
    """Each part of the policy with each of its figures."""
    policy_parts = (POLICY.clinic, POLICY.pricing.consultations, POLICY.plan, POLICY.visit, POLICY.cancellation)
    return [
        (part, field.name, getattr(part, field.name))
        for part in (*policy_parts, POLICY.preparation, POLICY.screening)
        for field in attrs.fields(type(part))
        if hasattr(getattr(part, field.name), "clause")
    ]


@pytest.mark.parametrize(("part", "name", "figure"), figures(), ids=lambda value: value if type(value) is str else "")
def test_a_figure_rests_on_its_own_clause(part: Any, name: str, figure: Any) -> None:
    other = attrs.evolve(figure, clause="plan.dose")
    message = rf"^{name}\.clause: expected {figure.clause}, got 'plan.dose'$"

    with pytest.raises(kc.InvalidInputError, match=message):
        evolved(part, name, other)
    with pytest.raises(kc.InvalidTypeError, match=f"^{name}: expected a value of type {type(figure).__name__}"):
        evolved(part, name, "60")


def test_there_are_as_many_figures_as_the_faq_states() -> None:
    assert len(figures()) == 19


def test_a_tier_of_a_policy_names_its_clause() -> None:
    pricing = POLICY.pricing
    nameless = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=kc.Money(1))])

    with pytest.raises(kc.InvalidInputError, match=r"^infusions\[0\]\.clause: expected price\.initial or price\.there"):
        attrs.evolve(pricing, infusions=nameless)
    with pytest.raises(
        kc.InvalidInputError, match=r"^chronic_pain\[0\]\.clause: expected price\.chronic-pain, got None$"
    ):
        attrs.evolve(pricing, chronic_pain=nameless)
    with pytest.raises(kc.InvalidInputError, match=r"^chronic_pain\[0\]\.clause"):
        attrs.evolve(pricing, chronic_pain=pricing.infusions)


def test_a_policy_has_one_currency() -> None:
    euro = kc.Money(1, "EUR")
    euros = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=euro, clause="price.initial")])
    painful = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=euro, clause="price.chronic-pain")])
    pricing = POLICY.pricing

    with pytest.raises(kc.CurrencyMismatchError, match="^infusions: expected amounts in USD, got 'EUR'$"):
        attrs.evolve(pricing, infusions=euros)
    with pytest.raises(kc.CurrencyMismatchError, match="^chronic_pain: expected amounts in USD, got 'EUR'$"):
        attrs.evolve(pricing, chronic_pain=painful)
    with pytest.raises(kc.CurrencyMismatchError) as refused:
        attrs.evolve(pricing, currency="EUR")
    assert [str(error) for error in (refused.value, *refused.value.others)] == [
        "infusions: expected amounts in EUR, got 'USD'",
        "consultations.pre_infusion: expected amounts in EUR, got 'USD'",
        "consultations.telephone: expected amounts in EUR, got 'USD'",
        "consultations.information: expected amounts in EUR, got 'USD'",
    ]
    with pytest.raises(kc.InvalidInputError, match="^currency: expected a currency code"):
        attrs.evolve(pricing, currency="EURO")


def test_the_infusion_fits_into_its_visit() -> None:
    visit = POLICY.visit

    assert attrs.evolve(visit, infusion=kc.Minutes(75, "visit.infusion"))
    with pytest.raises(kc.InvalidInputError, match=r"^undisturbed\.minutes: expected at least 76, .* got 75$"):
        attrs.evolve(visit, infusion=kc.Minutes(76, "visit.infusion"))
    with pytest.raises(kc.InvalidInputError) as refused:
        attrs.evolve(visit, infusion=kc.Minutes(121, "visit.infusion"))
    assert [error.argument for error in (refused.value, *refused.value.others)] == [
        "undisturbed.minutes",
        "first.least_minutes",
    ]
    exact = attrs.evolve(visit, undisturbed=kc.Minutes(120, "visit.undisturbed"))
    assert attrs.evolve(exact, infusion=kc.Minutes(120, "visit.infusion"))


def test_screening_rules_on_each_group_once() -> None:
    rules = POLICY.screening.groups

    assert attrs.evolve(POLICY.screening, groups=reversed(rules)).groups == rules
    for wrong in (rules[1:], (*rules, rules[0]), (*rules[1:], rules[1])):
        with pytest.raises(kc.InvalidInputError, match="^groups: expected one rule for each group"):
            attrs.evolve(POLICY.screening, groups=wrong)
    with pytest.raises(kc.InvalidTypeError, match="^groups"):
        evolved(POLICY.screening, "groups", "ssri")


def test_a_screening_rule_is_about_screening() -> None:
    with pytest.raises(kc.InvalidInputError, match="^group: expected a group"):
        kc.ScreeningRule("maoi", kc.Level.CAUTION, "screen.tricyclics")
    with pytest.raises(kc.InvalidTypeError, match="^level: expected a value of type Level"):
        kc.ScreeningRule("tricyclic", "caution", "screen.tricyclics")  # type: ignore[arg-type]
    for clause in ("price.initial", "screen.compatible", "screen.not-addressed"):
        with pytest.raises(kc.InvalidInputError, match=rf"^clause: expected screen\.tricyclics, got '{clause}'$"):
            kc.ScreeningRule("tricyclic", kc.Level.CAUTION, clause)


def lawful(rule: kc.ScreeningRule) -> list[kc.Level]:
    """As serious as the FAQ's level or more so; but three groups are never ruled out."""
    levels = list(kc.Level)[: list(kc.Level).index(rule.level) + 1]
    return levels[1:] if rule.group in {"seizures", "benzodiazepine", "lamotrigine"} else levels


@pytest.mark.parametrize("rule", POLICY.screening.groups, ids=lambda rule: rule.group)
def test_a_clinic_may_be_stricter_than_the_faq_and_never_laxer(rule: kc.ScreeningRule) -> None:
    for level in kc.Level:
        if level in lawful(rule):
            assert attrs.evolve(rule, level=level).level is level
        else:
            with pytest.raises(kc.InvalidInputError, match=f"^level: expected .*, got '{level.value}'$") as refused:
                attrs.evolve(rule, level=level)
            ruled_out = level is kc.Level.AVOID
            expected = "a level that leaves it to the doctor" if ruled_out else f"{rule.level.value}, as in the FAQ, or"
            assert refused.value.expected.startswith(expected)


def test_seizures_are_for_the_doctor_to_decide_whatever_the_policy() -> None:
    assert lawful(POLICY.screening.rule("seizures")) == [kc.Level.DOCTOR_DECIDES]


def test_preparation_takes_an_hour_or_a_day_at_least() -> None:
    shortest = kc.PreparationPolicy(
        fasting=kc.Hours(1, "prepare.fasting"),
        cannabis=kc.Days(1, "prepare.cannabis"),
        aftercare=kc.Hours(1, "aftercare.twelve-hours"),
    )
    assert shortest != POLICY.preparation
    with pytest.raises(kc.InvalidInputError) as refused:
        kc.PreparationPolicy(
            fasting=kc.Hours(0, "prepare.fasting"),
            cannabis=kc.Days(0, "prepare.cannabis"),
            aftercare=kc.Hours(0, "aftercare.twelve-hours"),
        )
    assert [str(error) for error in (refused.value, *refused.value.others)] == [
        "fasting.hours: expected 1 or more, got 0",
        "cannabis.days: expected 1 or more, got 0",
        "aftercare.hours: expected 1 or more, got 0",
    ]


@pytest.mark.parametrize("name", [field.name for field in attrs.fields(kc.Policy)])
def test_a_part_of_a_policy_is_of_its_type(name: str) -> None:
    with pytest.raises(kc.InvalidTypeError, match=f"^{name}: expected a value of type "):
        evolved(POLICY, name, None)


@pytest.mark.parametrize("name", ["infusions", "consultations", "chronic_pain"])
def test_a_part_of_the_pricing_is_of_its_type(name: str) -> None:
    with pytest.raises(kc.InvalidTypeError, match=f"^{name}: expected a value of type "):
        evolved(POLICY.pricing, name, "600")


def test_each_figure_stands_once_in_the_faqs_file() -> None:
    lines = [line for line in read_text("faq").splitlines() if "clause =" in line]
    clauses = [line.rpartition("clause = ")[2].strip(' }"') for line in lines]
    shared = {"price.consultation", "screen.clearance", "screen.benzodiazepine-lamotrigine", "screen.substances"}

    assert {clause for clause in clauses if clauses.count(clause) > 1} == shared | {"screen.compatible"}
