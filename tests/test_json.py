"""Every public value comes back from its document; what is wrong with one is told at its place, and never repeated."""

import inspect
import json as stdlib
import runpy
import subprocess
import sys
import time
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Context, Inexact, Overflow, localcontext
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketaclinic as kc
import ketaclinic.testing  # whose strategies are drawn from
from documents import ANSWERS, GOLDEN, PLAN, SCREENING, VALUES, faults, got, paths
from ketaclinic.interchange import agreement, json, writing
from ketaclinic.interchange.reading import reader
from ketaclinic.interchange.shapes import ENUMS, KINDS, REQUIRED, SHAPES
from ketaclinic.interchange.writing import writer
from strategies import at, clock, moment, policy_in

# ---- What a document is


def test_every_public_value_has_a_form() -> None:
    assert sorted(KINDS.values(), key=str) == sorted(VALUES, key=str)
    assert all(name.startswith("ketaclinic/") and name.endswith("@1") for name in KINDS)
    assert set(KINDS) >= {"ketaclinic/quote@1", "ketaclinic/treatment_plan@1", "ketaclinic/finding_note@1"}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: str(kind.__name__))
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_value_comes_back_from_its_document(kind: type, data: st.DataObject) -> None:
    value = data.draw(st.from_type(kind))
    text = json.dumps(value, embed_policy=True)
    again: object = json.loads(text.encode(), kind, own_policy=True)

    assert type(again) is kind
    assert again == value
    assert json.dumps(again, embed_policy=True) == text
    assert stdlib.loads(text) == json.to_dict(value, embed_policy=True)


def test_the_document_of_a_quote_to_the_letter() -> None:
    fingerprint = json.fingerprint(kc.faq_policy())

    assert json.dumps(kc.quote(1, completed=5, treating=[kc.Indication.PTSD])) == (
        f'{{"schema":"ketaclinic/quote@1","policy":"{fingerprint}","zone":"America/Los_Angeles",'
        '"infusions":1,"completed":5,"services":[],"treating":["ptsd"],"plan":null,'
        '"lines":[{"service":"infusion","first":6,"quantity":1,"price":{"type":"tier","last":null,'
        '"unit_price":{"amount":"450.00","currency":"USD"},"clause":"price.thereafter"},"last":6,'
        '"unit_price":{"amount":"450.00","currency":"USD"},"amount":{"amount":"450.00","currency":"USD"},'
        '"clauses":["price.thereafter"]}],"total":{"amount":"450.00","currency":"USD"},'
        '"infusions_due_before_first_visit":{"amount":"0.00","currency":"USD"},"payments":null,'
        '"notes":["estimate","history_counts","pay_as_you_go","pre_infusion_consultation_free",'
        '"telephone_consultation_free","insurance","chronic_pain_priced_differently"],'
        '"clauses":["price.thereafter","plan.individual","price.initial","price.pay-as-you-go","price.consultation",'
        '"price.insurance","price.chronic-pain"]}'
    )


def test_a_document_can_be_indented_and_is_utf8_text() -> None:
    screening = kc.screen(medications=["リーマス", "litio 😀"])

    assert "リーマス" in json.dumps(screening)
    assert json.dumps(kc.Money("1"), indent=2).splitlines()[1] == '  "schema": "ketaclinic/money@1",'
    assert json.loads(json.dumps(screening, indent=1)) == screening


def test_the_payments_of_a_plan_are_dated_and_those_of_a_million_infusions_are_left_to_the_lines() -> None:
    dated = json.to_dict(kc.quote_plan(PLAN))["payments"]

    assert [(paid["number"], paid["amount"]["amount"], paid["due"]) for paid in dated] == [
        (5, "600.00", "2026-12-01T10:00:00-08:00"),
        (6, "450.00", "2026-12-03T10:00:00-08:00"),
        (7, "450.00", "2026-12-08T10:00:00-08:00"),
    ]
    assert json.to_dict(kc.quote(1_000_000))["payments"] is None


def test_times_and_phases_come_back() -> None:
    visit = kc.Visit.at(at("2026-12-03T10:00"), number=7, phase=kc.Phase.MAINTENANCE)
    assert visit.infusion

    for value in (visit, visit.infusion, visit.ends_between, *kc.prepare(visit).instructions):
        assert json.loads(json.dumps(value)) == value
    plan = PLAN.with_maintenance([at("2027-01-05T10:00")])
    assert json.loads(json.dumps(plan)) == plan


def test_both_readings_of_a_repeated_hour_survive() -> None:
    earlier, later = (at("2026-11-01T01:30").replace(fold=fold) for fold in (0, 1))
    plan = kc.TreatmentPlan.of([earlier, later])
    tree = json.to_dict(plan)

    assert tree["policy"] == json.fingerprint(kc.faq_policy())
    assert tree["zone"] == "America/Los_Angeles"
    assert tree["starts"] == ["2026-11-01T01:30:00-07:00", "2026-11-01T01:30:00-08:00"]
    assert [visit.moment for visit in json.from_dict(tree).visits] == [visit.moment for visit in plan.visits]


def test_an_offset_with_seconds_which_rfc_3339_has_not_is_told_in_utc() -> None:
    policy = policy_in("Asia/Kathmandu")
    visit = kc.Visit.at(datetime(1910, 5, 1, 9, tzinfo=UTC), number=2, policy=policy)
    tree = json.to_dict(visit)

    assert visit.starts.isoformat() == "1910-05-01T14:41:16+05:41:16"
    assert (tree["starts"], tree["zone"]) == ("1910-05-01T09:00:00+00:00", "Asia/Kathmandu")
    assert json.from_dict(tree, policy=policy) == visit


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_the_times_of_a_visit_are_those_of_its_properties_around_every_clock_change(zone: str) -> None:
    policy = policy_in(zone)
    for second in [*clock(zone).around(hours=4, step=900)][::3]:
        visit = kc.Visit.at(moment(second), number=1 + second % 2, policy=policy)
        written = writer().unstructure(visit)

        assert written["starts"] == datetime.isoformat(visit.starts)
        assert written["ends_between"] == dict(
            zip(("begins", "ends"), map(datetime.isoformat, visit.ends_between), strict=True)
        )
        infusion, until = visit.infusion, visit.undisturbed_until
        if infusion is None or until is None:
            assert written["infusion"] is written["undisturbed_until"] is None
        else:
            assert written["undisturbed_until"] == datetime.isoformat(until)
            assert written["infusion"]["ends"] == datetime.isoformat(infusion.ends)


def test_the_times_of_a_visit_over_midnight_are_those_of_its_properties() -> None:
    for minute in range(22 * 60, 24 * 60):
        visit = kc.Visit.at(at("2026-12-01T00:00") + timedelta(minutes=minute, microseconds=minute % 2), number=2)
        written = writer().unstructure(visit)

        assert written["ends_between"]["ends"] == datetime.isoformat(visit.ends_between.ends)
        assert written["undisturbed_until"] == datetime.isoformat(visit.undisturbed_until)  # type: ignore[arg-type]


def test_a_visit_that_is_told_by_its_properties_hides_none_of_the_others() -> None:
    starts = [at("2026-12-01T10:00:30"), at("2026-12-04T10:00"), at("2026-12-07T22:30"), at("2026-12-10T10:00")]
    tree = json.to_dict(kc.TreatmentPlan.of(starts))

    assert [visit["starts"][:19] for visit in tree["visits"]] == [f"{start:%Y-%m-%dT%H:%M:%S}" for start in starts]
    assert [visit["number"] for visit in tree["visits"]] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(hours=48), "PT172800S"),
        (timedelta(), "PT0S"),
        (timedelta(microseconds=-1), "-PT0.000001S"),
        (timedelta(hours=-1, microseconds=500), "-PT3599.9995S"),
        (timedelta(days=109_500, microseconds=1), "PT9460800000.000001S"),
    ],
)
def test_a_duration_is_exact_and_has_its_sign_in_front(length: timedelta, text: str) -> None:
    assert writer().get_unstructure_hook(timedelta)(length) == text
    noticed = kc.assess_cancellation(PLAN.visits[0], notified=PLAN.visits[0].moment - timedelta(hours=1))
    assert json.to_dict(noticed)["notice"] == "PT3600S"


def test_a_duration_does_not_depend_on_the_programs_decimals() -> None:
    tree = {"schema": "ketaclinic/fact@1", "name": "notice", "value": {"type": "duration", "value": "PT172799.5S"}}
    with localcontext(Context(prec=3, traps=[Inexact, Overflow])):
        assert json.from_dict(tree).value == timedelta(hours=48, milliseconds=-500)


@pytest.mark.parametrize(
    "length",
    [timedelta(days=-3, microseconds=7), timedelta(2), timedelta(microseconds=-1), timedelta(milliseconds=1_500)],
)
def test_a_duration_comes_back(length: timedelta) -> None:
    late = kc.assess_cancellation(PLAN.visits[0], notified=PLAN.visits[0].moment - length)
    fact = next(fact for fact in kc.explain(late).steps[0].facts if fact.name is kc.FactName.NOTICE_REQUIRED)
    tree = json.to_dict(fact)
    tree["value"]["value"] = writer().get_unstructure_hook(timedelta)(length)

    assert json.from_dict(tree).value == length


# ---- What is derived


def test_what_is_derived_can_be_left_out() -> None:
    for answer in ANSWERS:
        shape = SHAPES[type(answer)]
        tree = json.to_dict(answer)
        for name in (*shape.derived, *shape.told):
            del tree[name]

        assert json.from_dict(tree) == answer


def test_what_is_derived_has_to_agree() -> None:
    tree = json.to_dict(kc.quote(6))
    tree["total"]["amount"] = "3000.00"
    tree["lines"][1]["quantity"] = True
    tree["clauses"].pop()

    expected = "expected what this version of the library derives, or nothing"
    assert faults(tree) == [("lines[1].quantity", expected), ("total.amount", expected), ("clauses", expected)]
    assert faults(stdlib.dumps(tree)) == faults(tree)
    assert json.from_dict(tree, renew=True).total == kc.Money("3450")


def test_the_order_of_fields_is_none() -> None:
    def turned(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {name: turned(item) for name, item in reversed(tree.items())}
        return [*map(turned, tree)] if isinstance(tree, list) else tree

    for answer in ANSWERS:
        assert json.from_dict(turned(json.to_dict(answer))) == answer


def test_a_derived_time_may_be_written_with_another_offset() -> None:
    tree = json.to_dict(PLAN)
    tree["visits"][0]["undisturbed_until"] = "2026-12-01T19:15:00.000Z"
    assert json.from_dict(tree) == PLAN

    tree["visits"][0]["undisturbed_until"] = "2026-12-01T19:15:00.001Z"
    assert [place for place, _ in faults(tree)] == ["visits[0].undisturbed_until"]
    for wrong in ("2026-12-01T11:15", "2026-02-30T11:15:00-08:00", "2026-12-01T11:15:00-08:00:00"):
        tree["visits"][0]["undisturbed_until"] = wrong
        assert [place for place, _ in faults(tree)] == ["visits[0].undisturbed_until"]


OFFSETS = [
    ("Z", True),
    ("+00:00", True),
    ("-00:59", True),
    ("-00:60", False),
    ("+05:99", False),
    ("+23:59", True),
    ("-23:59", True),
    ("+23:60", False),
    ("+24:00", False),
    ("-24:00", False),
    ("+30:00", False),
    ("-08", False),
    ("-0800", False),
    ("-8:00", False),
    ("z", False),
    ("", False),
]


@pytest.mark.parametrize(("offset", "is_one"), OFFSETS)
def test_an_offset_has_hours_up_to_23_and_minutes_up_to_59(offset: str, is_one: bool) -> None:
    tree = {"schema": "ketaclinic/visit@1", "number": 1, "starts": f"2026-12-01T10:00:00{offset}"}
    expected = "expected an instant of RFC 3339, with its offset"

    assert jsonschema.Draft202012Validator(json.schema(kc.Visit)).is_valid(tree) is is_one
    if is_one:
        assert json.from_dict(tree).moment == datetime.fromisoformat(tree["starts"])  # type: ignore[arg-type]
    else:
        assert faults(tree) == [("starts", expected)]


@pytest.mark.parametrize(
    ("clock", "is_one"),
    [
        ("00:00:00", True),
        ("23:59:59", True),
        ("19:59:59.999999", True),
        ("24:00:00", False),
        ("29:00:00", False),
        ("23:60:00", False),
        ("23:59:60", False),
        ("30:00:00", False),
    ],
)
def test_a_time_of_day_is_one_that_clocks_show(clock: str, is_one: bool) -> None:
    calendar = {"schema": "ketaclinic/clinic_calendar@1", "opens": clock}
    visit = {"schema": "ketaclinic/visit@1", "number": 1, "starts": f"2026-12-01T{clock}Z"}
    for tree, kind in ((calendar, kc.ClinicCalendar), (visit, kc.Visit)):
        assert jsonschema.Draft202012Validator(json.schema(kind)).is_valid(tree) is is_one
        if is_one:
            json.from_dict(tree)
        else:
            assert len(faults(tree)) == 1


def test_a_derived_time_with_an_impossible_offset_does_not_agree() -> None:
    tree = json.to_dict(PLAN)
    assert tree["visits"][0]["starts"] == "2026-12-01T10:00:00-08:00"
    for same in ("2026-12-01T18:00:00Z", "2026-12-01T11:00:00-07:00"):
        assert json.from_dict(tree | {"visits": [tree["visits"][0] | {"starts": same}, *tree["visits"][1:]]}) == PLAN
    for wrong in ("2026-12-01T11:00:00-06:60", "2026-12-01T09:00:00-08:60"):  # which Python takes for the same
        assert datetime.fromisoformat(wrong) == PLAN.visits[0].moment
        tree["visits"][0]["starts"] = wrong
        assert [place for place, _ in faults(tree)] == ["visits[0].starts"]


def test_what_no_json_holds_does_not_agree() -> None:
    expected = "expected what this version of the library derives, or nothing"
    tree = json.to_dict(kc.quote(6))
    for name, wrong in (("total", object()), ("clauses", tuple(tree["clauses"])), ("lines", tuple(tree["lines"]))):
        assert faults(tree | {name: wrong}) == [(name, expected)]
    assert faults(tree | {"lines": list(map(OrderedDict, tree["lines"]))})[0] == ("lines[0]", expected)


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind not in ENUMS])
def test_what_agrees_is_compared_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree,) = (document for document in stdlib.loads(GOLDEN.read_text(encoding="utf-8")) if document["schema"] == name)
    monkeypatch.setattr(agreement, "_differing", None)

    assert json.from_dict(tree, own_policy=True) == json.from_dict(tree, own_policy=True, renew=True)


class Contrary:
    """Nothing that a parser makes: it cannot be compared."""

    def __eq__(self, other: object) -> bool:
        raise ZeroDivisionError

    __hash__ = object.__hash__


def test_what_cannot_be_compared_does_not_agree() -> None:
    tree = json.to_dict(kc.quote(6))
    tree["lines"][0]["clauses"][0] = Contrary()

    with pytest.raises(ZeroDivisionError):
        bool(tree["lines"] == json.to_dict(kc.quote(6))["lines"])
    assert [place for place, _ in faults(tree)] == ["lines[0].clauses[0]"]


def alike(item: object) -> Iterator[object]:
    """What `==` takes for the same, and is of another type."""
    if type(item) is bool:
        yield int(item)
    elif type(item) is int:
        yield from (float(item), *([bool(item)] if item in {0, 1} else []))


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind not in ENUMS])
def test_a_number_or_truth_value_of_another_type_does_not_agree(name: str) -> None:
    (tree,) = (document for document in stdlib.loads(GOLDEN.read_text(encoding="utf-8")) if document["schema"] == name)
    for place, holder, key in [*paths(tree)]:
        for wrong in alike(holder[key]):
            kept, holder[key] = holder[key], wrong
            assert place in [at for at, _ in faults(tree, own_policy=True)], (place, wrong)
            holder[key] = kept


def test_words_that_a_version_may_change_are_told_and_not_compared() -> None:
    tree = json.to_dict(kc.clause("price.initial")) | {"summary": "as an earlier version said it"}

    assert json.from_dict(tree) == kc.clause("price.initial")
    told = tree | {"summary": 1, "basis": "x", "paragraphs": ["1"]}
    assert [place for place, _ in faults(told)] == ["paragraphs[0]", "basis", "summary"]


def test_a_locale_tells_what_a_page_in_it_says_of_its_language() -> None:
    assert [locale.tag for locale in kc.locales()] == ["en-US", "es-US", "ko", "fa"]
    for locale in kc.locales():
        assert f' lang="{locale.tag}"' in kc.render(kc.quote(6), locale=locale.name, form="html", allow_unreviewed=True)
        tree = json.to_dict(locale)
        assert tree["tag"] == locale.tag
        assert json.from_dict({name: item for name, item in tree.items() if name != "tag"}) == locale


# ---- Policies


def dearer() -> kc.Policy:
    policy = kc.faq_policy()
    schedule = kc.PriceSchedule([kc.Tier(None, kc.Money(700), "price.initial")])
    return attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, infusions=schedule))


def test_a_document_is_read_under_the_policy_that_it_was_made_under() -> None:
    text = json.dumps(kc.quote(6, policy=dearer()))

    assert faults(text) == [("policy", "another one; pass the policy that the document was made under")]
    assert json.loads(text, policy=dearer()).total == kc.Money("4200")
    assert faults(json.dumps(kc.quote(6)), policy=dearer())[0][0] == "policy"


def test_whatever_was_made_under_a_policy_of_a_clinics_own_is_read_under_it() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) if rule.group == "tricyclic" else rule
        for rule in policy.screening.groups
    ]
    own = attrs.evolve(
        policy_in("Asia/Kathmandu"),
        pricing=dearer().pricing,
        screening=attrs.evolve(policy.screening, groups=rules),
    )
    starts = datetime(2026, 12, 1, 9, tzinfo=UTC)
    plan = kc.TreatmentPlan.of([starts], completed=2, policy=own)
    screening = kc.screen(medications=["Elavil"], conditions=[], substances=[], policy=own)
    answers = [plan, kc.quote_plan(plan), kc.quote(2, completed=4, policy=own), screening, *screening.findings]
    answers += [kc.prepare_plan(plan, screening=screening), kc.assess_cancellation(plan.visits[0], notified=starts)]
    answers += [*plan.visits, *kc.prepare(plan.visits[0]).instructions, plan.visits[0].ends_between]

    for answer in answers:
        again: object = json.loads(json.dumps(answer), policy=own)
        assert again == answer
        assert json.dumps(again) == json.dumps(answer)


def test_what_was_completed_counts_in_a_document_written_by_hand() -> None:
    tree = {"schema": "ketaclinic/quote@1", "infusions": 2, "completed": 4}

    assert json.from_dict(tree).total == kc.Money("1050")


def test_no_document_brings_its_own_prices_unless_its_reader_says_so() -> None:
    text = json.dumps(kc.quote(6, policy=dearer()), embed_policy=True)

    assert faults(text) == [("policy", "another one; pass the policy that the document was made under")]
    assert faults(stdlib.loads(text)) == faults(text)
    assert json.loads(text, own_policy=True).total == kc.Money("4200")
    assert json.loads(text, policy=dearer()).total == kc.Money("4200")
    assert json.loads(json.dumps(kc.quote(6), embed_policy=True)) == kc.quote(6)


def test_a_document_without_a_policy_is_read_under_the_readers() -> None:
    tree = {"schema": "ketaclinic/quote@1", "infusions": 6}

    assert json.from_dict(tree) == kc.quote(6)
    assert json.from_dict(tree, policy=dearer()) == kc.quote(6, policy=dearer())


def test_what_is_wrong_with_an_embedded_policy_is_told() -> None:
    tree = json.to_dict(kc.quote(6), embed_policy=True)
    tree["policy"]["cancellation"]["notice"]["hours"] = -1
    tree["policy"]["clinic"]["doctor"] = ""
    tree["policy"]["pricing"]["infusions"]["tiers"][1]["last"] = 5

    assert [place for place, _ in faults(tree, own_policy=True)] == [
        "policy.clinic.doctor",
        "policy.pricing.infusions.tiers[1].last",
        "policy.cancellation.notice.hours",
    ]


@pytest.mark.parametrize("zone", ["America/New_York", None, 7, ZoneInfo("America/Los_Angeles")])
def test_the_zone_is_that_of_the_policy(zone: object) -> None:
    tree = json.to_dict(PLAN) | {"zone": zone}

    assert faults(tree) == [("zone", "expected that of the policy's clinic")]


class Same:
    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 0


@pytest.mark.parametrize("policy", ["sha256:0", 7, [], True, None, Same()])
def test_anything_else_is_no_policy(policy: object) -> None:
    assert faults(json.to_dict(PLAN) | {"policy": policy})[0][0] == "policy"


def test_a_value_of_no_policy_names_none() -> None:
    assert "policy" not in json.to_dict(kc.Money(1))
    assert "policy" not in json.to_dict(kc.quote(6).payments[0])
    assert "policy" in json.to_dict(kc.quote_plan(PLAN).payments[0])
    assert faults(json.to_dict(kc.Money(1)) | {"policy": json.fingerprint(kc.faq_policy())})[0][0] == "document"


# ---- What is refused


OTHERS: tuple[Any, ...] = (None, True, 7, -1, 1.5, "SECRET", [], ["SECRET"], {}, {"SECRET": "SECRET"})


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_a_wrong_type_at_any_path_is_told_there_and_not_repeated(answer: object) -> None:
    tree = stdlib.loads(json.dumps(answer))
    validator = jsonschema.Draft202012Validator(json.schema(type(answer)))
    seen = 0
    for turn, (place, holder, key) in enumerate([*paths(tree)]):
        kept = holder[key]
        for wrong in (OTHERS[(3 * turn + step) % len(OTHERS)] for step in range(4)):
            if type(wrong) is type(kept):
                continue
            holder[key] = wrong
            try:
                again = json.from_dict(tree)
            except kc.DocumentError as error:
                assert "SECRET" not in str(error)
                told = [fault.place for fault in error.faults]
                is_there = any(place.startswith(other) or other.startswith(place) for other in told)
                assert is_there or validator.is_valid(tree), place
                seen += 1
            else:
                assert validator.is_valid(tree), (place, wrong)
                assert json.from_dict(json.to_dict(again)) == again
        holder[key] = kept

    assert seen > 9
    assert json.from_dict(tree) == answer


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: type(answer).__name__)
def test_a_field_that_is_missing_or_unknown_is_told(answer: object) -> None:
    tree = stdlib.loads(json.dumps(answer))
    for holder in [tree, *(holder[key] for _, holder, key in paths(tree) if isinstance(holder[key], dict))]:
        holder["SECRET"] = 1
        problems = faults(tree)
        del holder["SECRET"]
        assert problems
        assert "SECRET" not in str(problems)
    for name, field in SHAPES[type(answer)].stored.items():
        without = {key: item for key, item in tree.items() if key != name}
        if field.default is REQUIRED:
            assert (name, "missing") in faults(without)


def test_every_fault_is_told_at_once() -> None:
    tree = {
        "schema": "ketaclinic/preparation_sheet@1",
        "subject": {"type": "visit", "number": 0, "starts": "2026-12-01T10:00:00"},
        "screening": {"medications": "Xanax", "conditions": [1, "asthma", 2]},
        "nausea_after": ["1"],
    }

    assert faults(tree) == [
        ("subject.starts", "expected an instant of RFC 3339, with its offset"),
        ("screening.medications", "expected an array"),
        ("screening.conditions[0]", "expected text"),
        ("screening.conditions[2]", "expected text"),
        ("nausea_after[0]", "expected a whole number"),
    ]


def test_every_fault_of_one_object_is_told_and_what_may_stand_in_it() -> None:
    minutes = {"least_minutes": -1, "most_minutes": -2, "clause": "visit.infusion"}
    lone = "expected no other fields than number, even, reason"
    plan = {"schema": "ketaclinic/treatment_plan@1", "starts": [], "shifts": [7, {"later": 1}]}

    assert [place for place, _ in faults({"schema": "ketaclinic/minutes_range@1"} | minutes)] == [*minutes][:2]
    assert faults(plan)[:2] == [("shifts[0]", "expected an object"), ("shifts[1]", lone)]


def test_an_array_holds_ten_thousand_items_at_most() -> None:
    reads = reader(kc.faq_policy(), renew=False).get_structure_hook(tuple[int, ...])

    assert reads([7] * 10_000, None) == (7,) * 10_000
    with pytest.raises(kc.DocumentError) as refused:
        reads([7] * 10_001, None)
    assert [fault.problem for fault in refused.value.faults] == ["expected at most 10,000 items"]


def test_the_zone_of_the_machine_changes_no_document(monkeypatch: pytest.MonkeyPatch) -> None:
    long_ago = kc.Visit.at(datetime(1900, 1, 1, tzinfo=UTC), number=2, policy=policy_in("Africa/Monrovia"))
    answers: list[Any] = [PLAN, long_ago]
    texts = [*map(json.dumps, answers)]
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    try:
        assert [*map(json.dumps, answers)] == texts
        assert [json.loads(text, policy=answer.policy) for text, answer in zip(texts, answers, strict=True)] == answers
        assert reader(kc.faq_policy(), renew=False).structure("2026-12-01T10:00:00-08:00", datetime).tzinfo is UTC
    finally:
        monkeypatch.undo()
        time.tzset()


def test_no_more_than_a_thousand_faults_are_listed() -> None:
    told = faults({"schema": "ketaclinic/screening@1", "medications": [7] * 5_000})

    assert len(told) == 1_001
    assert told[-1] == ("document", "more than 1,000 faults; the others are not listed")
    told = faults({"schema": "ketaclinic/screening@1", "medications": [7] * 1_000})
    assert [place for place, _ in told] == [f"medications[{index}]" for index in range(1_000)]


@pytest.mark.parametrize(
    ("tree", "place", "problem"),
    [
        ({"schema": "ketaclinic/quote@2", "infusions": 1}, "schema", "expected a form of this version, such as"),
        ({"schema": ["ketaclinic/quote@1"]}, "schema", "expected a form of this version, such as ketaclinic/quote@1"),
        ({"infusions": 1}, "schema", "missing"),
        ({"schema": "ketaclinic/quote@1", "infusions": 1_000_001}, "infusions", "expected a whole number from 0 to"),
        ({"schema": "ketaclinic/quote@1", "infusions": 1, "services": ["infusion"]}, "services", "expected consult"),
        ({"schema": "ketaclinic/quote@1", "infusions": 1, "treating": ["chronic_pain"]}, "treating", "the policy publ"),
        ({"schema": "ketaclinic/level@1", "value": "safe"}, "value", "expected one of avoid, doctor_decides"),
        ({"schema": "ketaclinic/level@1"}, "value", "missing"),
        ({"schema": "ketaclinic/level@1", "value": "avoid", "x": 1}, "document", "expected no other fields than value"),
        (
            {"schema": "ketaclinic/remedy@1", "kind": "x", "change": {"type": "number", "value": 1}},
            "kind",
            "expected one",
        ),
        (
            {"schema": "ketaclinic/remedy@1", "kind": "first_date", "change": {"type": "number", "value": 1}},
            "change",
            "expected what a change of that kind is",
        ),
        (
            {"schema": "ketaclinic/remedy@1", "kind": "infusions", "change": {"type": "number", "value": 0}},
            "change",
            "expected what a change of that kind is",
        ),
        (
            {"schema": "ketaclinic/fact@1", "name": "amount", "value": {"type": "text", "value": "free"}},
            "value",
            "expected a value of type Money",
        ),
        (
            {"schema": "ketaclinic/fact@1", "name": "is_initial", "value": {"type": "number", "value": 1}},
            "value",
            "expected a value of type bool",
        ),
        (
            {
                "schema": "ketaclinic/payment@1",
                "service": "infusion",
                "number": None,
                "amount": {"amount": "1", "currency": "USD"},
                "visit": None,
            },
            "number",
            "expected a whole number",
        ),
        (
            {
                "schema": "ketaclinic/payment@1",
                "service": "infusion",
                "number": 1,
                "amount": {"amount": "0", "currency": "USD"},
                "visit": None,
            },
            "amount",
            "expected an amount above 0",
        ),
        (
            {
                "schema": "ketaclinic/payment@1",
                "service": "infusion",
                "number": 1,
                "amount": {"amount": "1", "currency": "USD"},
                "visit": {"number": 3, "starts": "2026-12-01T10:00:00-08:00"},
            },
            "visit",
            "expected the visit of that number",
        ),
        *(
            (
                {"schema": form, "begins": "2026-12-01T10:00:00Z", **more},
                next(reversed(more)),
                "expected a time from 1900",
            )
            for form, more in (
                ("ketaclinic/window@1", {"ends": "2026-12-01T10:00:00Z", "begins": "2200-12-01T10:00:00Z"}),
                ("ketaclinic/window@1", {"ends": "2200-12-01T10:00:00Z"}),
                ("ketaclinic/instruction@1", {"kind": "fasting", "numbers": [2], "begins": "1899-12-01T10:00:00Z"}),
                ("ketaclinic/instruction@1", {"kind": "fasting", "numbers": [2], "ends": "2200-12-01T10:00:00Z"}),
            )
        ),
        ({"schema": "ketaclinic/instruction@1", "kind": "visit", "numbers": []}, "numbers", "expected the number of a"),
        ({"schema": "ketaclinic/instruction@1", "kind": "visit", "numbers": [0]}, "numbers[0]", "expected a whole"),
        (
            {"schema": "ketaclinic/instruction@1", "kind": "visit", "numbers": [1], "of_visit": ["x"]},
            "of_visit[0]",
            "expected the id of a clause",
        ),
        (
            {
                "schema": "ketaclinic/instruction@1",
                "kind": "fasting",
                "numbers": [1],
                "amount": {"amount": "1", "currency": "USD"},
            },
            "amount",
            "expected what a payment is",
        ),
        ({"schema": "ketaclinic/clause@1", "id": "price.none"}, "id", "expected the id of a clause"),
        ({"schema": "ketaclinic/paragraph@1", "number": 99}, "number", "expected the number of a paragraph of the FAQ"),
        ({"schema": "ketaclinic/locale_status@1", "name": "xx"}, "name", "expected a locale that is shipped"),
        ({"schema": "ketaclinic/money@1", "amount": "1.001", "currency": "USD"}, "amount", "expected"),
        ({"schema": "ketaclinic/money@1", "amount": "1", "currency": "ZZZ"}, "currency", "expected"),
        ({"schema": "ketaclinic/screening@1", "medications": ["x" * 501]}, "medications[0]", "expected at most 500"),
        ({"schema": "ketaclinic/screening@1", "medications": ["\ud800"]}, "medications[0]", "expected text"),
        (
            {"schema": "ketaclinic/visit@1", "number": 1, "starts": "2200-01-02T00:00:00+00:00"},
            "starts",
            "expected a time from 1900 to 2199",
        ),
        (
            {"schema": "ketaclinic/visit@1", "number": 1, "starts": "0001-01-01T00:00:00+14:00"},
            "starts",
            "expected an instant of RFC 3339",
        ),
        (
            {"schema": "ketaclinic/clinic_calendar@1", "closed": [["2026-12-25"]]},
            "closed[0]",
            "expected an array of 2",
        ),
        (
            {"schema": "ketaclinic/clinic_calendar@1", "closed": [["2026-12-25", "2026-02-30"]]},
            "closed[0][1]",
            "expected a date, such as",
        ),
        ({"schema": "ketaclinic/clinic_calendar@1", "opens": "25:00:00"}, "opens", "expected a time of day"),
        ({"schema": "ketaclinic/clinic_calendar@1", "open_weekdays": [7]}, "open_weekdays[0]", "expected a whole"),
        (
            {"schema": "ketaclinic/explanation@1", "decision": {"type": "visit", "number": 1}},
            "decision",
            "expected an object whose type is one of cancellation, preparation_sheet, quote, screening, treatment_plan",
        ),
        (
            {"schema": "ketaclinic/fact@1", "name": "notice", "value": {"type": "duration", "value": "48 hours"}},
            "value.value",
            "expected a duration",
        ),
        (
            {
                "schema": "ketaclinic/fact@1",
                "name": "notice",
                "value": {"type": "duration", "value": "PT999999999999999S"},
            },
            "value.value",
            "expected a duration",
        ),
        (
            {"schema": "ketaclinic/fact@1", "name": "notice", "value": {"type": "duration"}},
            "value",
            "expected no other fields than type and value, and both of them",
        ),
    ],
)
def test_what_is_wrong_is_told(tree: dict[str, Any], place: str, problem: str) -> None:
    told = faults(tree)

    assert [at_ for at_, _ in told] == [place]
    assert told[0][1].startswith(problem)


def test_a_finding_of_a_stricter_clinic_is_none_under_the_faqs_policy() -> None:
    tree = json.to_dict(kc.screen(medications=["Xanax"]).findings[0])

    assert faults(tree | {"level": "doctor_decides", "action": None}, renew=True) == [
        ("level", "expected what this version finds in the entry, and all else of the finding, too")
    ]


def test_payments_are_of_the_visits_that_they_are_dated_by() -> None:
    tree = json.to_dict(kc.quote_plan(PLAN).payments)
    fewer = tree | {"visits": tree["visits"][:2]}
    others = tree | {"visits": [visit | {"number": visit["number"] + 1} for visit in tree["visits"]]}

    assert faults(fewer, renew=True) == [("visits", "expected a visit for each infusion")]
    assert faults(others, renew=True) == [("visits", "expected visits that are numbered as the infusions are")]


@pytest.mark.parametrize(
    ("shifts", "place"),
    [
        ([{"number": 9, "even": "2026-12-02", "reason": "closed"}], "shifts[0]"),
        ([{"number": 5, "even": "2026-12-02", "reason": "closed"}] * 2, "shifts[1]"),
        ([{"number": 5, "even": "2026-12-01", "reason": "closed"}], "shifts[0]"),
        ([{"number": 5, "even": "1899-12-31", "reason": "closed"}], "shifts[0].even"),
    ],
)
def test_a_shift_is_of_a_visit_and_away_from_its_date(shifts: list[dict[str, Any]], place: str) -> None:
    tree = json.to_dict(PLAN)

    assert [told for told, _ in faults(tree | {"shifts": shifts})] == [place]
    right = json.from_dict(tree | {"shifts": [{"number": 5, "even": "2026-12-02", "reason": "closed"}]})
    assert [shift.reason for shift in right.shifts] == [kc.ShiftReason.CLOSED]


def test_a_quote_of_a_plan_is_of_its_infusions() -> None:
    tree = json.to_dict(kc.quote_plan(PLAN))

    for change in ({"infusions": 4}, {"completed": 0}):
        assert faults(tree | change, renew=True) == [("plan", "expected a plan of as many infusions, after as many")]


def test_the_recorded_end_of_an_infusion_is_for_a_sheet_of_one_visit() -> None:
    tree = json.to_dict(kc.prepare_plan(PLAN)) | {"infusion_ended": "2026-12-01T11:05:00-08:00"}

    assert faults(tree, renew=True) == [("infusion_ended", "expected none, since the subject is a plan")]


@pytest.mark.parametrize(
    ("tree", "place", "expected"),
    [
        (
            {"schema": "ketaclinic/money@1", "amount": 600, "currency": "USD"},
            "amount",
            "an amount as text, such as '600.00'",
        ),
        (
            {"schema": "ketaclinic/shift@1", "number": 1, "even": "1/2/2026", "reason": "closed"},
            "even",
            "a date, such as '2026-12-01'",
        ),
        ({"schema": "ketaclinic/clinic_calendar@1", "opens": "9"}, "opens", "a time of day, such as '09:00:00'"),
        (
            {"schema": "ketaclinic/fact@1", "name": "notice", "value": {"type": "duration", "value": "48"}},
            "value.value",
            "a duration in seconds, such as 'PT60S'",
        ),
        ({"schema": "ketaclinic/quote@1", "infusions": "6"}, "infusions", "a whole number"),
        ({"schema": "ketaclinic/quote@1", "infusions": 6, "services": {}}, "services", "an array"),
    ],
)
def test_what_is_of_another_form_is_told_what_is_expected(tree: dict[str, Any], place: str, expected: str) -> None:
    assert faults(tree) == [(place, f"expected {expected}")]


def test_a_document_of_another_kind_than_the_wanted_one_is_refused() -> None:
    assert faults(json.dumps(kc.Money(1)), kind=kc.Quote) == [("schema", "expected ketaclinic/quote@1")]
    with pytest.raises(kc.DocumentError, match="schema: expected ketaclinic/quote@1$"):
        json.from_dict(json.to_dict(kc.Money(1)), kc.Quote)
    assert json.loads(json.dumps(kc.Money(1)), kc.Money) == kc.Money(1)
    assert json.loads(json.dumps(kc.Level.AVOID), kc.Level) is kc.Level.AVOID


def test_a_document_can_be_of_one_of_several_kinds_and_nothing_of_another_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kinds = (kc.Quote, kc.Screening, kc.Level)

    for value in (kc.quote(6), SCREENING, kc.Level.AVOID):
        assert json.loads(json.dumps(value), kinds) == json.from_dict(json.to_dict(value), kinds) == value
    assert json.loads(json.dumps(kc.Money(1)), (kc.Money,)) == kc.Money(1)
    monkeypatch.setattr(json, "reader", None)
    expected = "expected ketaclinic/quote@1 or ketaclinic/screening@1 or ketaclinic/level@1"
    for other in (kc.Money(1), PLAN, kc.Match.EXACT):
        assert faults(json.dumps(other), kind=kinds) == [("schema", expected)]


class Fields(dict[str, Any]):
    pass


@pytest.mark.parametrize("make", [OrderedDict, MappingProxyType, Fields, lambda tree: [*tree.items()], stdlib.dumps])
def test_a_parsed_document_is_a_plain_dict(make: Any) -> None:
    tree = make({"schema": "ketaclinic/quote@1", "infusions": 6})

    with pytest.raises(
        kc.InvalidTypeError,
        match=f"^document: expected a value of type dict, got a value of type {type(tree).__name__}$",
    ):
        json.from_dict(tree)


@pytest.mark.parametrize("tree", [None, True, 7, "x", [], [{}]])
def test_json_that_is_no_object_is_no_document(tree: object) -> None:
    assert faults(stdlib.dumps(tree)) == [("document", "expected an object")]


@pytest.mark.parametrize("value", [None, 1, "x", [kc.Money(1)], kc.Quote, HTTPStatus.OK, object()])
def test_what_is_no_public_value_has_no_document(value: object) -> None:
    with pytest.raises(kc.InvalidTypeError, match=rf"^value: expected a public value of ketaclinic, {got(value)}$"):
        json.dumps(value)


def test_arguments_are_checked() -> None:
    document: Any = '{"schema": "ketaclinic/quote@1", "infusions": 1}'
    wrong_arguments: list[dict[str, Any]] = [{"kind": str}, {"kind": "quote"}, {"kind": []}]
    wrong_arguments += [{"policy": 1}, {"renew": 1}, {"own_policy": None}]
    for arguments in wrong_arguments:
        with pytest.raises(kc.InvalidTypeError, match=rf"^{next(iter(arguments))}: "):
            json.loads(document, **arguments)
    wrong: Any
    for wrong in (None, 1, {}, bytearray(b"{}")):
        with pytest.raises(kc.InvalidTypeError, match=rf"^document: expected JSON as str or bytes, {got(wrong)}$"):
            json.loads(wrong)
    no_kinds: list[Any] = [str, "quote", [], (), (kc.Quote, str), ("quote",), ([],), [kc.Quote]]
    for no_kind in no_kinds:
        expected = "a class of public values of ketaclinic"
        with pytest.raises(kc.InvalidTypeError, match=rf"^kind: expected {expected}, {got(no_kind)}$"):
            json.schema(no_kind)
        expected = f"{expected}, or several in a tuple"
        with pytest.raises(kc.InvalidTypeError, match=rf"^kind: expected {expected}, {got(no_kind)}$"):
            json.loads(document, no_kind)
    with pytest.raises(kc.InvalidTypeError, match=r"^written: "):
        json.schema(kc.Quote, written=1)  # type: ignore[arg-type]
    with pytest.raises(kc.InvalidTypeError, match=r"^embed_policy: "):
        json.dumps(kc.Money(1), embed_policy=1)  # type: ignore[arg-type]
    for indent in (True, -1, 9):
        with pytest.raises((kc.InvalidTypeError, kc.InvalidInputError), match=r"^indent: "):
            json.dumps(kc.Money(1), indent=indent)
    with pytest.raises(kc.InvalidTypeError, match=r"^policy: "):
        json.fingerprint("faq")


def test_fields_are_named_by_text_alone() -> None:
    class Name(str):
        __slots__ = ()

    for tree in ({"schema": "ketaclinic/quote@1", "infusions": 1}, json.to_dict(kc.quote_plan(PLAN))):
        for name in (1, Same(), Name("infusions"), None):
            assert faults({name: 1} | tree) == [("document", "expected no fields but those that are named by text")]
    inner = {"schema": "ketaclinic/cancellation@1", "notified": "2026-12-01T10:00:00Z", "visit": {Name("number"): 1}}
    told = faults(inner)
    assert ("visit.number", "missing") not in told
    assert [problem[:30] for place, problem in told if place == "visit"] == ["expected no other fields than "]


def test_a_document_can_be_read_deep_inside_a_program() -> None:
    text = json.dumps(kc.explain(kc.quote_plan(PLAN)))

    def deep(left: int) -> object:
        return json.loads(text) if not left else deep(left - 1)

    def outcome(left: int) -> object:
        try:
            return deep(left) == kc.explain(kc.quote_plan(PLAN))
        except kc.DocumentError as error:
            return error.faults
        except RecursionError:  # before the document is looked at
            return None

    most = sys.getrecursionlimit() - len(inspect.stack())
    assert outcome(most - 200) is True
    refused = (kc.Fault("document", "nested too deeply"),)
    assert {outcome(left) for left in range(most - 70, most - 10)} - {None} == {True, refused}


def test_half_a_surrogate_pair_is_not_written() -> None:
    with pytest.raises(kc.InvalidInputError, match=r"^value: expected text without halves of surrogate pairs$"):
        json.dumps(kc.screen(medications=["\ud83d"]))


# ---- Hostile documents

QUOTE = '{"schema":"ketaclinic/quote@1","infusions":%s}'


@pytest.mark.parametrize(
    ("document", "place", "problem"),
    [
        ("[" * 100_000, "document", "nested too deeply"),
        ('{"a":' * 100_000, "document", "nested too deeply"),
        ("[" * 100_000 + "]" * 100_000, "document", "nested too deeply"),
        ('"' + "x" * 10_000_000 + '"', "document", "expected at most 8,000,000 characters or bytes"),
        (b" " * 10_000_000, "document", "expected at most 8,000,000 characters or bytes"),
        (QUOTE % "NaN", "document", "expected no numbers but whole ones"),
        (QUOTE % "Infinity", "document", "expected no numbers but whole ones"),
        (QUOTE % "-Infinity", "document", "expected no numbers but whole ones"),
        (QUOTE % "6.0", "document", "expected no numbers but whole ones"),
        (QUOTE % "6e0", "document", "expected no numbers but whole ones"),
        (QUOTE % ("9" * 5_000), "document", "a number of too many digits"),
        (QUOTE % ("9" * 4_000), "infusions", "expected a whole number from 0 to 1,000,000"),
        (QUOTE % '6,"infusions":5', "document", "expected each field of an object once"),
        (QUOTE % '6,"plan":{"starts":[],"starts":[]}', "document", "expected each field of an object once"),
        (QUOTE % '"6"', "infusions", "expected a whole number"),
        ("", "document", "expected JSON, in line 1 at column 1"),
        ("null", "document", "expected an object"),
        ("[]", "document", "expected an object"),
        ("{}x", "document", "expected JSON, in line 1 at column 3"),
        (b"\xff", "document", "expected UTF-8"),
        ("\ufeff{}", "document", "expected JSON, in line 1 at column 1"),
        (b'\xef\xbb\xbf{"schema":"ketaclinic/quote@1"}', "document", "expected JSON, in line 1 at column 1"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_hostile_document_ends_in_the_documented_error_and_soon(
    document: str | bytes, place: str, problem: str
) -> None:
    begun = time.process_time()
    told = faults(document)

    assert time.process_time() - begun < 1
    assert told == [(place, problem)]


def test_a_document_of_the_greatest_length_is_read() -> None:
    text = json.dumps(kc.Money(1)).ljust(8_000_000)

    assert json.loads(text) == json.loads(text.encode()) == kc.Money(1)
    assert faults(f"{text} ") == [("document", "expected at most 8,000,000 characters or bytes")]


def test_a_long_document_of_wrong_items_ends_soon() -> None:
    items = stdlib.dumps([7] * 1_000_000)
    notes = stdlib.dumps([{"entry": 7, "notes": [7] * 400}] * 1_000)
    begun = time.process_time()

    assert faults(f'{{"schema":"ketaclinic/screening@1","medications":{items}}}') == [
        ("medications", "expected at most 10,000 items")
    ]
    told = faults(f'{{"schema":"ketaclinic/instruction@1","kind":"visit","numbers":[1],"findings":{notes}}}')
    assert told[-1] == ("document", "more than 1,000 faults; the others are not listed")
    assert time.process_time() - begun < 2


# ---- Versions


def test_documents_of_version_1_are_still_read() -> None:
    saved = stdlib.loads(GOLDEN.read_text(encoding="utf-8"))

    assert [document["schema"] for document in saved] == sorted(KINDS)
    for document in saved:
        assert document["schema"].endswith("@1")
        value = json.from_dict(document, own_policy=True)
        kind = KINDS[document["schema"]]
        assert type(value) is kind
        stored = ("value",) if kind in ENUMS else SHAPES[kind].stored
        written = json.to_dict(value)
        assert {name: written[name] for name in stored if name in document} == {
            name: document[name] for name in stored if name in document
        }


ADDED: dict[str, dict[str, object]] = {
    "ketaclinic/fault@1": {"clause": None, "telephone": None},
    "ketaclinic/preparation_sheet@1": {"treating": None},
}
"""What later versions of the library have added to the forms of version 1, with what it is where it is left out."""


def test_the_form_of_version_1_does_not_change() -> None:
    for document in stdlib.loads(GOLDEN.read_text(encoding="utf-8")):
        value = json.from_dict(document, own_policy=True)
        kind = KINDS[document["schema"]]
        told = () if kind in ENUMS else SHAPES[kind].told
        written = json.to_dict(value, embed_policy=isinstance(document.get("policy"), dict))
        for name in told:
            written.pop(name)
        for name, default in ADDED.get(document["schema"], {}).items():
            assert written.pop(name) == default  # which a document of an earlier version is read with
        assert list(written) == [name for name in document if name not in told]
        assert written == {name: item for name, item in document.items() if name not in told}


# ---- The extra


def test_a_writer_without_cattrs_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cattrs", None)

    with pytest.raises(kc.MissingExtraError, match=r"install ketaclinic\[json\]$"):
        runpy.run_path(writing.__file__)


def test_where_cattrs_is_missing_the_extra_is_named() -> None:
    script = (
        "import sys\nsys.modules['cattrs'] = None\nimport ketaclinic\n"
        "try:\n    import ketaclinic.interchange.json\n"
        "except ketaclinic.MissingExtraError as error:\n    print(error.extra, error)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603

    assert run.stdout == (
        "json ketaclinic.interchange.json needs packages that are not installed: install ketaclinic[json]\n"
    )
