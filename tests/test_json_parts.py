"""Parts of answers as documents of their own: each is what an answer has, and can be put in words."""

import copy
import json as stdlib
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, get_args

import attrs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketaclinic as kc
import ketaclinic.testing  # whose strategies are drawn from
from documents import GOLDEN, PLAN, SCREENING, VALUES, faults, paths, stored_of
from ketaclinic import rendering, screening
from ketaclinic.interchange import findings, json
from ketaclinic.interchange.shapes import KINDS
from ketaclinic.values import made
from strategies import at, policy_in

# ---- Parts that stand alone

DEPARTURE = {"schema": "ketaclinic/departure@1", "kind": "taken", "numbers": [3], "dates": ["2026-12-01"]}
SHIFT = {"schema": "ketaclinic/shift@1", "number": 5, "even": "2026-12-02", "reason": "closed"}
FACT = {"schema": "ketaclinic/fact@1"}
NO_NUMBERS = "expected those of the visits concerned, and none where visits are missing"
NO_DATES = "expected those that are concerned, and none where it is the number of infusions"


@pytest.mark.parametrize(
    ("tree", "fault"),
    [
        *((DEPARTURE | {"numbers": [3, number]}, None) for number in (1, 1_000_000)),
        *(
            (DEPARTURE | {"numbers": [3, number]}, ("numbers[1]", "expected a whole number from 1 to 1,000,000"))
            for number in (0, 1_000_001, 10**30, -1)
        ),
        *((DEPARTURE | {"dates": ["2026-12-01", day]}, None) for day in ("1899-12-31", "2200-01-01")),
        *(
            (
                DEPARTURE | {"dates": ["2026-12-01", day]},
                ("dates[1]", "expected a date from 1900 to 2199, by a clock somewhere"),
            )
            for day in ("1899-12-30", "2200-01-02", "0001-01-01", "9999-12-31")
        ),
        *((SHIFT | {"number": number}, None) for number in (1, 1_000_000)),
        *(
            (SHIFT | {"number": number}, ("number", "expected a whole number from 1 to 1,000,000"))
            for number in (0, 1_000_001, 10**30)
        ),
        *((SHIFT | {"even": day}, None) for day in ("1900-01-01", "2199-12-31")),
        *(
            (SHIFT | {"even": day}, ("even", "expected a date from 1900 to 2199"))
            for day in ("1899-12-31", "2200-01-01")
        ),
        *(
            (FACT | {"name": "last_infusion", "value": {"type": "number", "value": number}}, None)
            for number in (0, 2_000_000)
        ),
        *(
            (
                FACT | {"name": "last_infusion", "value": {"type": "number", "value": number}},
                ("value", "expected a whole number from 0 to 2,000,000"),
            )
            for number in (-1, 2_000_001, 10**30)
        ),
        *(
            (FACT | {"name": "even_date", "value": {"type": "date", "value": day}}, None)
            for day in ("1900-01-01", "2199-12-31")
        ),
        *(
            (
                FACT | {"name": "even_date", "value": {"type": "date", "value": day}},
                ("value", "expected a date from 1900 to 2199"),
            )
            for day in ("1899-12-31", "2200-01-01")
        ),
    ],
    ids=str,
)
def test_the_numbers_and_dates_of_a_lone_part_are_those_that_visits_can_have(
    tree: dict[str, Any], fault: tuple[str, str] | None
) -> None:
    if fault is None:
        json.from_dict(tree)
    else:
        assert faults(tree) == [fault]


@pytest.mark.parametrize("kind", kc.DepartureKind)
def test_a_departure_names_what_it_concerns(kind: kc.DepartureKind) -> None:
    may_lack_numbers = kind in {kc.DepartureKind.TOO_FEW, kc.DepartureKind.TOO_SPARSE}
    has_dates = kind not in {kc.DepartureKind.TOO_FEW, kc.DepartureKind.TOO_MANY}
    for numbers, dates in (([], []), ([], ["2026-12-01"]), ([3], []), ([3], ["2026-12-01"])):
        tree = DEPARTURE | {"kind": kind.value, "numbers": numbers, "dates": dates}
        if not (may_lack_numbers or numbers) or (kind is kc.DepartureKind.TOO_FEW and numbers):
            assert faults(tree) == [("numbers", NO_NUMBERS)]
        elif bool(dates) is not has_dates:
            assert faults(tree) == [("dates", NO_DATES)]
        else:
            assert json.to_dict(json.from_dict(tree)) == tree | {"clauses": [*kind.clauses]}


DAY, MOMENT = at("2026-12-01T10:00").date(), at("2026-12-01T10:00")


@pytest.mark.parametrize(
    ("kind", "fields", "argument"),
    [
        (kc.Shift, (5, DAY, "closed"), "reason"),
        (kc.Shift, (5, MOMENT, kc.ShiftReason.CLOSED), "even"),
        (kc.Shift, (5.0, DAY, kc.ShiftReason.CLOSED), "number"),
        (kc.Departure, (kc.DepartureKind.TAKEN, (3,), (MOMENT,)), r"dates\[0\]"),
        (kc.Departure, (kc.DepartureKind.TAKEN, (True,), (DAY,)), r"numbers\[0\]"),
        (kc.Fact, (kc.FactName.STARTS, MOMENT), "value"),  # which is not in UTC
    ],
)
def test_a_copy_of_a_lone_part_is_held_to_the_types_of_its_fields(
    kind: Any, fields: tuple[Any, ...], argument: str
) -> None:
    with pytest.raises(kc.InvalidTypeError, match=f"^{argument}: expected "):
        copy.copy(made(kind, *fields))


def test_departures_of_plans_at_the_ends_of_all_years_come_back() -> None:
    for moments in (
        [datetime(1900, 1, 1, tzinfo=UTC), datetime(1900, 1, 1, 0, 1, tzinfo=UTC)],  # on the last day of 1899 there
        [datetime(2199, 12, 31, 23, 58, tzinfo=UTC), datetime(2199, 12, 31, 23, 59, tzinfo=UTC)],
    ):
        for zone in ("America/Los_Angeles", "Pacific/Kiritimati"):
            for departure in kc.review_plan(kc.TreatmentPlan.of(moments, policy=policy_in(zone))):
                assert json.loads(json.dumps(departure)) == copy.copy(departure) == departure
    begins, ends = datetime(1900, 1, 1, tzinfo=UTC), datetime(2199, 12, 31, tzinfo=UTC)
    (sparse,) = (
        departure
        for departure in kc.review_plan(kc.TreatmentPlan.of([begins, ends]))
        if departure.kind is kc.DepartureKind.TOO_SPARSE
    )
    assert len(sparse.dates) > 10_000
    assert copy.copy(sparse) == sparse


RENDERED = [kind for kind in VALUES if kind is kc.Money or kind.__name__ in rendering._WORDINGS]
EXTREMES: list[Any] = [None, True, 0, -1, 1, 1_000_000, 1_000_001, 10**30, "", "x", "x" * 501, "\u202e", [], {}]
EXTREMES += ["-999999999999999999.9999", "999999999999999999", "USD", "KWD", "PT0S", "-PT999999999S", "00:00:00"]
EXTREMES += [f"{day}{clock}" for day in ("0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31", "9999-12-31")
             for clock in ("", "T00:00:00Z", "T23:59:59.999999-08:00")]  # fmt: skip


MANNERS = [(locale.name, form) for locale in kc.locales() for form in get_args(kc.Form)]


def put_in_words_if_read(tree: dict[str, Any], manners: Iterable[tuple[str, Any]]) -> None:
    """Hold that there are words for it in each of these locales and forms, if it is read."""
    try:
        value: object = json.from_dict(tree, own_policy=True)
    except kc.DocumentError:
        return
    for locale, form in manners:
        assert kc.render(value, locale=locale, form=form)


@pytest.mark.parametrize("kind", RENDERED, ids=lambda kind: str(kind.__name__))
def test_whatever_is_read_with_an_extreme_in_it_can_be_put_in_words(kind: type) -> None:
    (tree,) = (one for one in stdlib.loads(GOLDEN.read_text(encoding="utf-8")) if KINDS[one["schema"]] is kind)
    tree = stored_of(kind, tree)
    put_in_words_if_read(tree, MANNERS)
    turn = cycle(MANNERS)  # since a plan over three centuries has many words
    for _, holder, key in [*paths(tree)]:
        kept = holder[key]
        for extreme in EXTREMES:
            holder[key] = [extreme] if isinstance(kept, list) else extreme
            put_in_words_if_read(tree, [next(turn)])
        holder[key] = kept


@pytest.mark.parametrize("kind", RENDERED, ids=lambda kind: str(kind.__name__))
@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_is_read_with_a_policy_can_be_put_in_words(kind: type, data: st.DataObject) -> None:
    tree = stored_of(kind, stdlib.loads(json.dumps(data.draw(st.from_type(kind)), embed_policy=True)))
    for _ in range(data.draw(st.integers(1, 2))):
        holder, key = data.draw(st.sampled_from([(holder, key) for _, holder, key in paths({"": tree})][1:]))
        extreme = stdlib.dumps(data.draw(st.sampled_from(EXTREMES)))
        holder[key] = stdlib.loads(f"[{extreme}]" if isinstance(holder[key], list) else extreme)
    put_in_words_if_read(tree, data.draw(st.lists(st.sampled_from(MANNERS), min_size=1, max_size=3)))


# ---- What is not published


def closed(*, chronic_pain: bool) -> kc.Policy:
    """A policy whose prices end with the third infusion."""
    policy = kc.faq_policy()
    ends = kc.PriceSchedule([kc.Tier(3, kc.Money(700), "price.initial")])
    pain = kc.PriceSchedule([kc.Tier(2, kc.Money(900), "price.chronic-pain")]) if chronic_pain else None
    return attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, infusions=ends, chronic_pain=pain))


@pytest.mark.parametrize(
    ("policy", "infusions", "treating", "place", "clause"),
    [
        (kc.faq_policy(), 0, ["chronic_pain"], "treating", "price.chronic-pain"),
        (kc.faq_policy(), 4, ["ptsd", "chronic_pain"], "treating", "price.chronic-pain"),
        (closed(chronic_pain=False), 4, ["chronic_pain"], "treating", "price.chronic-pain"),
        (closed(chronic_pain=False), 4, ["ptsd"], "infusions", "price.initial"),
        (closed(chronic_pain=False), 4, None, "infusions", "price.initial"),
        (closed(chronic_pain=True), 4, [], "infusions", "price.initial"),
        (closed(chronic_pain=True), 3, ["chronic_pain"], "infusions", "price.chronic-pain"),
        (closed(chronic_pain=True), 3, None, None, None),
        (closed(chronic_pain=True), 2, ["chronic_pain"], None, None),
    ],
)
def test_a_price_that_is_not_published_is_told_with_its_clause_and_whom_to_call(
    policy: kc.Policy, infusions: int, treating: list[str] | None, place: str | None, clause: str | None
) -> None:
    quote = {"infusions": infusions, "treating": treating}
    asked = {"schema": "ketaclinic/quote@1", **quote}
    explained = {"schema": "ketaclinic/explanation@1", "decision": {"type": "quote", **quote}}

    if place is None:
        assert json.from_dict(asked, policy=policy).infusions == infusions
        return
    with pytest.raises(kc.PriceNotPublishedError) as told:
        kc.quote(infusions, treating=[*map(kc.Indication, treating or [])], policy=policy)
    for tree, at_ in ((asked, place), (explained, f"decision.{place}")):
        faults(tree, policy=policy)
        with pytest.raises(kc.DocumentError) as caught:
            json.from_dict(tree, policy=policy)
        assert caught.value.faults == (kc.Fault(at_, str(told.value), clause, policy.clinic.telephone.number),)
    assert told.value.clause == clause


def test_a_plan_whose_price_is_not_published_is_told_so_too() -> None:
    tree = json.to_dict(kc.quote_plan(PLAN)) | {"treating": ["chronic_pain"]}

    assert [place for place, _ in faults(tree, renew=True)] == ["treating"]
    policy = closed(chronic_pain=False)
    plan = json.to_dict(kc.TreatmentPlan.of([at("2026-12-01T10:00")], completed=3, policy=policy))
    plan = {name: item for name, item in plan.items() if name not in {"schema", "policy", "zone"}}
    asked = {"schema": "ketaclinic/quote@1", "infusions": 1, "completed": 3, "plan": plan}
    assert [place for place, _ in faults(asked, policy=policy)] == ["infusions"]


def test_any_other_fault_has_neither_clause_nor_telephone() -> None:
    with pytest.raises(kc.DocumentError) as caught:
        json.from_dict({"schema": "ketaclinic/quote@1", "infusions": "6", "x": 1})

    assert [(fault.clause, fault.telephone) for fault in caught.value.faults] == [(None, None)] * 2


# ---- Findings

FINDING: dict[str, Any] = {
    "group": None,
    "recognized_as": None,
    "match": "none",
    "suggestions": [],
    "level": "not_addressed",
}
FINDING |= {"notes": [], "related": [], "clauses": ["screen.not-addressed"]}


def of_entries(*entries: str) -> dict[str, Any]:
    """An instruction for what is found in these entries, which are all unknown."""
    found = [{"entry": entry, **FINDING} for entry in entries]
    return {"schema": "ketaclinic/instruction@1", "kind": "speak_with_doctor", "numbers": [1], "findings": found}


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        ([f"{number:04}" for number in range(3_000)], None),
        ([f"{number:04}" for number in range(3_001)], "expected those of at most 3,000 entries"),
        (["0000"] * 3_001, None),
        ([f"{number:0500}" for number in range(120)], None),
        (
            [*(f"{number:0500}" for number in range(120)), "1"],
            "expected those of entries of at most 60,000 characters in all",
        ),
        ([f"{0:0500}"] * 121, None),
    ],
    ids=lambda value: str(value)[:20],
)
def test_the_findings_of_an_instruction_are_those_of_as_many_entries_as_are_screened(
    entries: list[str], problem: str | None
) -> None:
    tree = of_entries(*entries)

    if problem is None:
        assert [finding.entry for finding in json.from_dict(tree).findings] == entries
    else:
        assert faults(tree) == [("findings", problem)]


def test_an_entry_is_as_long_as_screening_takes_it() -> None:
    longest = {"schema": "ketaclinic/finding@1", "entry": "0" * 500, **FINDING}

    assert json.from_dict(longest).entry == "0" * 500
    assert faults(longest | {"entry": "0" * 501}) == [("entry", "expected at most 500 characters")]
    assert faults(of_entries("0", "0" * 501)) == [("findings[1].entry", "expected at most 500 characters")]


def test_the_findings_of_full_lists_come_back() -> None:
    lists = [["Xanax, Klonopin, Valium, zoloff"] * 600, ["asthma"] * 1_000, [f"x{number}" for number in range(1_000)]]
    screened = kc.screen(medications=lists[0], conditions=lists[1], substances=lists[2])
    for told in kc.prepare(PLAN.visits[0], screening=screened).instructions:
        assert json.from_dict(json.to_dict(told)) == told


def test_each_entry_is_read_once_however_many_findings_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def found_in(entry: str, policy: kc.Policy) -> frozenset[kc.Finding]:
        read.append(entry)
        return screening.found_in(entry, policy)

    monkeypatch.setattr(findings, "found_in", found_in)
    tree = of_entries("a1", "b2", "a1", "a1", "b2")

    assert len(json.from_dict(tree).findings) == 5
    assert read == ["a1", "b2"]
    tree["findings"][1]["level"] = tree["findings"][3]["level"] = "caution"
    tree["findings"][4]["clauses"] = []
    assert faults(tree) == [
        (f"findings[{index}].level", "expected what this version finds in the entry, and all else of the finding, too")
        for index in (1, 3, 4)
    ]


def test_findings_that_are_many_are_read_or_refused_as_soon_as_they_are_screened() -> None:
    words = ["klonopim", "welbutrin", "lamotrigne", "alprazolan", "zolofft", "escitalopran"]
    entries = [", ".join(words[(turn + step) % 6] + "abcdef"[turn % 6] for step in range(40)) for turn in range(400)]
    entries = [f"{entry}, x{index}" for index, entry in enumerate(entries)]

    begun = time.process_time()
    assert faults(of_entries(*entries)) == [
        ("findings", "expected those of entries of at most 60,000 characters in all")
    ]
    assert time.process_time() - begun < 0.2


def test_a_finding_is_what_screening_its_entry_finds() -> None:
    for finding in SCREENING.findings:
        tree = json.to_dict(finding)
        assert json.from_dict(tree) == finding
        for level in {"avoid", "compatible"} - {finding.level.value}:
            assert faults(tree | {"level": level, "match": "exact", "group": "ssri"}, renew=True)
    tree = json.to_dict(SCREENING.findings[0])
    assert faults(tree | {"level": "caution", "action": None}, renew=True) == [
        ("level", "expected what this version finds in the entry, and all else of the finding, too")
    ]
