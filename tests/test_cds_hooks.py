"""Cards of CDS Hooks: what the specification asks for, and that no answer looks like a clearance."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import attrs
import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import ketaclinic as kc
from ketaclinic.interchange import cds_hooks
from ketaclinic.interchange.concerns import concerns, saying
from ketaclinic.rendering.clinical import topic_words
from ketaclinic.rendering.forms import markdown_text
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.rendering.words import words
from ketaclinic.testing import screenings as screenings_of_any_clinic
from strategies import HOSTILE, PRINTABLE, screenings

INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
LOCALES = [locale.name for locale in kc.locales()]
INDICATORS = ("critical", "warning", "info")

Card = dict[str, Any]

# ---- The specification, field by field (CDS Hooks 2.0, "CDS Service Response" and "Discovery")

CARD = {
    "uuid": False, "summary": True, "detail": False, "indicator": True, "source": True, "suggestions": False,
    "selectionBehavior": False, "overrideReasons": False, "links": False,
}  # fmt: skip
"""The fields of a card, and whether each is required."""
SOURCE = {"label": True, "url": False, "icon": False, "topic": False}
CODING = {"code": True, "system": True, "display": False}
LINK = {"label": True, "url": True, "type": True, "appContext": False, "autolaunchable": False}
SERVICE = {"hook": True, "title": False, "description": True, "id": True, "prefetch": False, "usageRequirements": False}


def faults(answer: object) -> list[str]:
    """What is wrong with the response of a service, by the text of the specification."""
    if not isinstance(answer, dict) or not isinstance(answer.get("cards"), list):
        return ["no array of cards"]
    return [fault for card in answer["cards"] for fault in card_faults(card)]


def card_faults(card: Any) -> Iterator[str]:
    yield from of_fields("card", card, CARD)
    summary, source = card.get("summary", ""), card.get("source", {})
    if not (0 < len(summary.encode("utf-16-le")) // 2 < 140) or "\n" in summary:
        yield "the summary is not one line of fewer than 140 characters"
    if card.get("indicator") not in INDICATORS:
        yield "no such indicator"
    yield from of_fields("source", source, SOURCE)
    yield from of_fields("topic", source.get("topic", GOOD["source"]["topic"]), CODING)
    for address in (source.get("url"), *(link.get("url") for link in card.get("links", []))):
        if address is not None and not (urlsplit(address).scheme and urlsplit(address).netloc):
            yield "no absolute URL"
    for reason in card.get("overrideReasons", []):
        yield from of_fields("reason", reason, CODING | {"display": True})
    for link in card.get("links", []):
        yield from of_fields("link", link, LINK)
    if {link.get("type") for link in card.get("links", [])} - {"absolute", "smart"}:
        yield "no such type of link"
    if "suggestions" in card and card.get("selectionBehavior") not in {"at-most-one", "any"}:
        yield "suggestions without a behavior"


def of_fields(name: str, value: Any, fields: dict[str, bool]) -> Iterator[str]:
    yield from (f"{name} has {key}" for key in value if key not in fields)
    yield from (f"{name} lacks {key}" for key, required in fields.items() if required and not value.get(key))
    yield from (f"{name}.{key} is empty" for key, held in value.items() if held in ("", [], {}, None))


GOOD: Card = {"summary": "s", "indicator": "info", "source": {"label": "l", "topic": {"system": "s", "code": "c"}}}


@pytest.mark.parametrize(
    "card",
    [
        {"summary": None}, {"summary": "x" * 140}, {"summary": "a\nb"}, {"indicator": "urgent"}, {"source": {}},
        {"source": {"label": ""}}, {"source": {"label": "l", "topic": {"code": "c"}}}, {"uuid": ""}, {"level": "avoid"},
        {"source": {"label": "l", "url": "/rules"}}, {"overrideReasons": [{"code": "c", "system": "s"}]},
        {"links": [{"label": "l", "url": "https://x.example", "type": "relative"}]}, {"links": []},
        {"suggestions": [1]}, {"links": [{"label": "l", "type": "absolute"}]},
    ],
)  # fmt: skip
def test_a_card_that_breaks_the_specification_would_be_found(card: Card) -> None:
    broken = {**GOOD, **card}
    if broken["summary"] is None:
        del broken["summary"]

    assert faults({"cards": [GOOD]}) == []
    assert faults({"cards": [broken]})


# ---- What holds of every screening


def texts(value: object) -> Iterator[str]:
    """Every text in a JSON value; each part has exactly a type of JSON."""
    assert type(value) in {dict, list, str}
    if isinstance(value, dict):
        for key, held in value.items():
            assert type(key) is str
            yield from texts(held)
    elif isinstance(value, list):
        for held in value:
            yield from texts(held)
    else:
        yield str(value)


def seen(entry: str) -> str:
    """What of an entry can be shown."""
    visible = " ".join("".join(letter if letter.isprintable() else " " for letter in entry).split())
    return visible or "…"


def cells(card: Card) -> tuple[str, ...]:
    """The row of the table in the detail, as a reader of Markdown shows it; and nothing else is in the detail."""
    fragment = html5lib.parseFragment(MarkdownIt("gfm-like").render(card["detail"]), namespaceHTMLElements=False)
    tags = {"DOCUMENT_FRAGMENT", "h2", "h3", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "p"}
    assert {element.tag for element in fragment.iter()} <= tags
    rows = fragment.findall("table/tbody/tr")
    assert len(rows) == len(fragment.findall("table"))
    return tuple("".join(cell.itertext()) for row in rows for cell in row)


@settings(max_examples=50)
@given(screenings(), st.sampled_from(LOCALES), st.booleans(), st.sampled_from([None, INSTANCE]))
def test_every_answer_is_what_the_specification_asks_for(
    screening: kc.Screening, locale: str, unreviewed: bool, instance: str | None
) -> None:
    answer = cds_hooks.response(screening, hook_instance=instance, locale=locale, allow_unreviewed=unreviewed)

    assert faults(answer) == []
    assert list(answer) == ["cards"]
    assert json.loads(json.dumps(answer)) == answer
    assert list(texts(answer))


@settings(max_examples=50)
@given(screenings())
def test_every_finding_and_every_list_that_was_not_asked_for_has_a_card(screening: kc.Screening) -> None:
    cards = cds_hooks.response(screening)["cards"]
    found = {(seen(f.entry), f.clauses[0]) for f in screening.findings}
    told = [cells(card) for card in cards]
    unasked = [card for card in cards if card["summary"].startswith("Cannot be evaluated: ")]

    assert {(row[0], row[2]) for row in told if row} == found
    assert len([card for card, row in zip(cards, told, strict=True) if not row and card not in unasked]) == (
        screening.disposition is kc.Disposition.NOTHING_FOUND
    )
    assert len(unasked) == len(screening.not_asked)
    assert all(card["indicator"] == "warning" for card in unasked)
    assert cards


@settings(max_examples=50)
@given(screenings())
def test_the_most_urgent_cards_come_first_and_are_as_urgent_as_their_level(screening: kc.Screening) -> None:
    cards = cds_hooks.response(screening)["cards"]
    order = [INDICATORS.index(card["indicator"]) for card in cards]
    serious = sorted({finding.level for finding in screening.findings}, key=list(kc.Level).index)

    assert order == sorted(order)
    if serious:
        assert INDICATORS.index(cards[0]["indicator"]) <= INDICATORS.index(URGENCY[serious[0].name])


URGENCY = {
    "AVOID": "critical", "DOCTOR_DECIDES": "critical", "CLEARANCE_REQUIRED": "critical", "PRESCRIBER_PLAN": "warning",
    "ABSTAIN": "warning", "CAUTION": "warning", "NOT_ADDRESSED": "warning", "INDICATION": "info", "COMPATIBLE": "info",
}  # fmt: skip
EXAMPLES = {
    "AVOID": "schizophrenia", "DOCTOR_DECIDES": "seizures", "CLEARANCE_REQUIRED": "asthma", "PRESCRIBER_PLAN": "Xanax",
    "ABSTAIN": "cocaine", "CAUTION": "amitriptyline", "NOT_ADDRESSED": "metformin", "INDICATION": "PTSD",
    "COMPATIBLE": "Zoloft",
}  # fmt: skip


def only(entry: str, **arguments: Any) -> Card:
    """The card of an entry, where everything was asked; the one that nothing was found may stand beside it."""
    card: Card = cds_hooks.response(
        kc.screen(medications=[entry], conditions=[], substances=[]), **arguments
    )["cards"][0]  # fmt: skip
    return card


def test_there_is_an_example_of_each_level() -> None:
    levels = {level: kc.screen(medications=[entry]).findings[0].level.name for level, entry in EXAMPLES.items()}

    assert list(levels) == list(levels.values()) == [level.name for level in kc.Level]


@pytest.mark.parametrize("level", EXAMPLES)
def test_a_card_is_as_urgent_as_its_level_and_says_it(level: str) -> None:
    card = only(EXAMPLES[level])
    heading = card["detail"].partition("\n")[0].removeprefix("## ")

    assert card["indicator"] == URGENCY[level]
    assert card["summary"] == f"{EXAMPLES[level]}: {heading}"
    assert card["source"]["topic"]["system"] == "urn:ketaclinic:clause"
    assert card["source"]["topic"]["code"] == kc.screen(medications=[EXAMPLES[level]]).findings[0].clauses[0]


REASONS = {
    "AVOID": [], "DOCTOR_DECIDES": [], "CLEARANCE_REQUIRED": ["clearance_on_file"], "PRESCRIBER_PLAN": ["plan_agreed"],
    "ABSTAIN": [], "CAUTION": [], "NOT_ADDRESSED": [],
}  # fmt: skip


@pytest.mark.parametrize("level", EXAMPLES)
def test_what_is_more_than_information_has_coded_reasons_to_override_it(level: str) -> None:
    card = only(EXAMPLES[level])
    codes = [reason["code"] for reason in card.get("overrideReasons", [])]

    assert codes == ([*REASONS[level], "doctor_decided", "entered_by_mistake"] if level in REASONS else [])
    assert {reason["system"] for reason in card.get("overrideReasons", [])} <= {"urn:ketaclinic:override-reason"}
    assert all("doctor" in reason["display"] for reason in card.get("overrideReasons", []))


def test_a_card_of_what_was_not_asked_has_its_own_reason_and_none_of_what_was_entered() -> None:
    cards = cds_hooks.response(kc.screen())["cards"]

    assert [[reason["code"] for reason in card["overrideReasons"]] for card in cards] == [
        ["asked_since", "doctor_decided"]
    ] * 3


def test_a_whole_card() -> None:
    assert only("Xanax 0.5 mg | at night") == {
        "summary": "Xanax 0.5 mg | at night: A plan with your prescriber comes first",
        "indicator": "warning",
        "detail": "## A plan with your prescriber comes first\n\n"
        "This is no medical advice, and it clears nobody for treatment. The doctor decides. "
        "Call Ketamine Healing Clinic of Los Angeles\\: (866) 987\\-7874.\n\n"
        "| You entered | Recognized as | Rule |\n| --- | --- | --- |\n"
        "| Xanax 0.5 mg \\| at night | alprazolam | screen\\.benzodiazepine\\-lamotrigine |\n\n"
        "- Make a plan with your prescriber and the doctor first. Never stop or change a dose without your prescriber "
        "and the doctor\\: stopping suddenly is dangerous. "
        "(screen\\.benzodiazepine\\-lamotrigine, prepare\\.benzodiazepine\\-lamotrigine)\n\n"
        "Rules that it rests on\\: screen\\.benzodiazepine\\-lamotrigine, prepare\\.benzodiazepine\\-lamotrigine, "
        "candidacy\\.doctor\\-decides",
        "source": {
            "label": "Ketamine Healing Clinic of Los Angeles, in the words for patients",
            "topic": {
                "system": "urn:ketaclinic:clause",
                "code": "screen.benzodiazepine-lamotrigine",
                "display": "Benzodiazepines and lamotrigine",
            },
        },
        "overrideReasons": [
            {
                "system": "urn:ketaclinic:override-reason",
                "code": "plan_agreed",
                "display": "A plan with the prescriber and the doctor has been agreed on.",
            },
            {
                "system": "urn:ketaclinic:override-reason",
                "code": "doctor_decided",
                "display": "The doctor knows of this and has decided about it.",
            },
            {
                "system": "urn:ketaclinic:override-reason",
                "code": "entered_by_mistake",
                "display": "It was entered by mistake, and the doctor knows of it.",
            },
        ],
    }


# ---- Nothing looks cleared


def test_nothing_asked_is_three_cards_and_not_none() -> None:
    cards = cds_hooks.response(kc.screen())["cards"]

    assert [card["summary"] for card in cards] == [
        "Cannot be evaluated: nothing is known of medicines",
        "Cannot be evaluated: nothing is known of conditions",
        "Cannot be evaluated: nothing is known of alcohol, marijuana and other substances",
    ]
    assert "- It is not known which medicines you take. (candidacy\\.doctor\\-decides)\n" in cards[0]["detail"]
    assert {card["source"]["topic"]["code"] for card in cards} == {"candidacy.doctor-decides"}


def test_nothing_found_is_a_card_that_says_who_decides() -> None:
    (card,) = cds_hooks.response(kc.screen(medications=[], conditions=[], substances=[]))["cards"]

    assert card["indicator"] == "info"
    assert card["summary"] == "Nothing that the rules name was found; the doctor decides."
    assert card["detail"].startswith("## Nothing that the rules name was found; the doctor decides.\n\nThis is")
    assert "it clears nobody for treatment" in card["detail"]
    assert card["source"]["topic"]["code"] == "candidacy.doctor-decides"


def test_what_goes_along_with_ketamine_leaves_the_decision_to_the_doctor() -> None:
    cards = cds_hooks.response(kc.screen(medications=["Zoloft"], conditions=[], substances=[]))["cards"]

    assert [card["summary"] for card in cards] == [
        "Zoloft: Used along with ketamine, by the clinic's rules",
        "Nothing that the rules name was found; the doctor decides.",
    ]
    assert len(cds_hooks.response(kc.screen(medications=["Zoloft", "metformin"]))["cards"]) == 4


@settings(max_examples=50)
@given(screenings())
def test_no_card_calls_anybody_eligible_safe_or_cleared(screening: kc.Screening) -> None:
    cards = cds_hooks.response(screening)["cards"]
    for card in cards:
        assert "clears nobody for treatment" in card["detail"]
        ours = card["detail"].partition("\n### ")[0].split("\n\n")
        said = "\n".join(part for part in ours if not part.startswith("|"))
        assert not re.search(r"\b(eligible|safe|safely|cleared|approved|qualif\w+)\b", said)


@settings(max_examples=50)
@given(screenings(), st.sampled_from(LOCALES), st.booleans())
def test_the_safety_sentence_goes_with_each_benzodiazepine_and_with_lamotrigine(
    screening: kc.Screening, locale: str, unreviewed: bool
) -> None:
    cards = cds_hooks.response(screening, locale=locale, allow_unreviewed=unreviewed)["cards"]
    sentence = words(locale).gettext(SAFETY) if unreviewed else str(SAFETY)
    meant = {
        (seen(f.entry), f.clauses[0])
        for f in screening.findings
        if "prepare.benzodiazepine-lamotrigine" in f.clauses or f.group in {"benzodiazepine", "lamotrigine"}
    }
    planned = [card for card in cards if (row := cells(card)) and (row[0], row[2]) in meant]

    assert len(planned) >= len(meant)
    assert all(markdown_text(sentence) in card["detail"] for card in planned)


def test_a_stricter_clinic_keeps_the_safety_sentence() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.DOCTOR_DECIDES) if rule.group == "lamotrigine" else rule
        for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=tuple(rules)))
    card, *_ = cds_hooks.response(kc.screen(medications=["Lamictal"], policy=stricter))["cards"]

    assert card["indicator"] == "critical"
    assert str(SAFETY).replace(":", "\\:") in card["detail"]


@pytest.mark.parametrize(
    ("entry", "summary", "name"),
    [
        ("zoloff", "zoloff: check what was meant. Not addressed by the rules", "sertraline"),
        ("klonapin", "klonapin: check what was meant. A plan with your prescriber comes first", "clonazepam"),
        ("no asthma", "no asthma: check what was meant. Not addressed by the rules", None),
    ],
)
def test_what_is_not_sure_says_what_to_confirm(entry: str, summary: str, name: str | None) -> None:
    card = only(entry)

    assert card["summary"] == summary
    assert ("This may be meant" in card["detail"]) is (name is not None)
    assert name is None or f"- This may be meant\\: {name}. (" in card["detail"]
    assert re.search(r"Please (check what was meant|confirm it)", card["detail"])


DOUBTFUL = {
    "zoloff": ("warning", "Not addressed by the rules", []),
    "Vitamin K": ("warning", "To refrain from", []),
    "quit weed 2 years ago": ("warning", "To refrain from", []),
    "Xanax?": ("warning", "A plan with your prescriber comes first", ["plan_agreed"]),
    "stopped Xanax last year": ("warning", "A plan with your prescriber comes first", ["plan_agreed"]),
    "not sure, asthma": ("critical", "Clearance comes first", ["clearance_on_file"]),
    "maybe schizophrenia": ("critical", "Ketamine is to be avoided with this", []),
}
"""Entries that name something without doubt about its group, but with doubt about what was meant."""


@pytest.mark.parametrize("entry", DOUBTFUL)
def test_what_is_doubtful_asks_to_check_it_and_is_as_urgent_all_the_same(entry: str) -> None:
    indicator, heading, reasons = DOUBTFUL[entry]
    card = only(entry)
    first = card["detail"].partition("\n- ")[2]

    assert (card["indicator"], card["summary"]) == (indicator, f"{entry}: check what was meant. {heading}")
    assert card["detail"].startswith(f"## {heading}\n")
    assert first.startswith("Check what was meant, and confirm it with the doctor. (")
    assert card["detail"].count("Check what was meant") == 1
    assert [reason["code"] for reason in card["overrideReasons"]] == [
        "meaning_confirmed", *reasons, "doctor_decided", "entered_by_mistake",
    ]  # fmt: skip


def test_what_may_be_meant_stands_between_the_check_and_the_next_step() -> None:
    told = [line.partition(". (")[0] for line in only("klonapin")["detail"].splitlines() if line.startswith("- ")]

    assert told[:2] == ["- Check what was meant, and confirm it with the doctor", "- This may be meant\\: clonazepam"]
    assert told[2].startswith("- Make a plan with your prescriber and the doctor first. Never stop")


@settings(max_examples=50)
@given(screenings())
def test_a_card_asks_to_check_what_was_meant_where_its_finding_is_doubtful_and_nowhere_else(
    screening: kc.Screening,
) -> None:
    for finding in screening.findings:
        alone = kc.screen(medications=[finding.entry], conditions=[], substances=[])
        cards = cds_hooks.response(alone)["cards"][: len(set(alone.findings))]
        doubts = [finding.is_doubtful for finding in dict.fromkeys(alone.findings)]
        asking = [": check what was meant. " in card["summary"] for card in cards]
        codes = [[reason["code"] for reason in card.get("overrideReasons", [])] for card in cards]

        assert sorted(asking) == sorted(doubts)
        assert [each[:1] == ["meaning_confirmed"] for each in codes] == asking


# ---- What a card is filed under


@pytest.mark.parametrize(
    "entry", ["zoloff", "zolofft", "maybe lithium", "maybe PTSD", "metformin", "foo", "controlled high blood pressure"]
)
def test_what_is_not_addressed_is_filed_as_that_and_not_by_what_may_be_meant(entry: str) -> None:
    assert only(entry)["source"]["topic"] == {
        "system": "urn:ketaclinic:clause",
        "code": "screen.not-addressed",
        "display": "Not addressed by the rules, or not known here",
    }


FAVOURABLE = {"screen.compatible", "candidacy.indications"}


@settings(max_examples=100)
@given(screenings() | screenings_of_any_clinic())
def test_nothing_is_filed_as_good_news_but_what_is(screening: kc.Screening) -> None:
    good = {kc.Level.COMPATIBLE, kc.Level.INDICATION}
    for concern in concerns(screening, saying(screening, "en_US", allow_unreviewed=False)):
        level = None if concern.finding is None else concern.finding.level
        assert (concern.clause in FAVOURABLE) <= (level in good)
        assert (concern.clause == "screen.not-addressed") == (level is kc.Level.NOT_ADDRESSED)


def test_what_a_stricter_clinic_does_not_call_compatible_is_filed_under_that_the_doctor_decides() -> None:
    policy = kc.faq_policy()
    rules = [
        attrs.evolve(rule, level=kc.Level.CAUTION) if rule.group == "ssri" else rule for rule in policy.screening.groups
    ]
    stricter = attrs.evolve(policy, screening=attrs.evolve(policy.screening, groups=tuple(rules)))
    screening = kc.screen(medications=["Zoloft", "Effexor"], conditions=[], substances=[], policy=stricter)
    topics = [card["source"]["topic"]["code"] for card in cds_hooks.response(screening)["cards"]]

    assert topics == ["candidacy.doctor-decides", "screen.compatible"]


def test_each_rule_of_a_screening_has_words_of_its_own_as_a_topic() -> None:
    rules = {clause.id for clause in kc.clauses() if clause.topic == "screen"}
    displays = {id_: topic_words(id_, words("en_US")) for id_ in (*rules, "candidacy.indications", DECIDES)}

    assert len(set(displays.values())) == len(displays)
    assert not any(re.search(r"\b(safe|safely|cleared|eligible)\b", display) for display in displays.values())
    assert displays[DECIDES] == "The doctor decides"
    assert displays["screen.psychosis"] == "Psychotic disorders"


DECIDES = "candidacy.doctor-decides"


def test_the_words_of_a_topic_are_in_the_locale() -> None:
    plain, alone = (only("Xanax", locale="es_US", allow_unreviewed=flag)["source"]["topic"] for flag in (False, True))

    assert plain["display"].startswith("Benzodiazepines and lamotrigine [traducción no revisada: Benzodiacepinas y")
    assert alone["display"] == "Benzodiacepinas y lamotrigina (lamotrigine)"


# ---- What is not known


@pytest.mark.parametrize("entry", ["\N{ARABIC LETTER ALEF}\N{ARABIC LETTER LAM}", "없는이름", "foo"])
def test_a_name_that_is_not_known_is_not_said_to_be_left_open_by_the_rules(entry: str) -> None:
    card = only(entry)

    assert card["summary"] == f"{entry}: Not known here, in whole or in part, so not held against the rules"
    assert card["indicator"] == "warning"
    assert "Not addressed" not in card["detail"]
    assert "The rules say nothing of this" not in card["detail"]
    assert f"and so not held against the rules\\: {entry}. Write each name in English letters" in card["detail"]
    assert markdown_text(SAFETY) in card["detail"]


# ---- Words and lengths


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("unreviewed", [False, True])
@pytest.mark.parametrize("letter", ["x", "한", "\U0001f480", "m "])
def test_no_summary_reaches_140_characters(locale: str, unreviewed: bool, letter: str) -> None:
    for start in (*EXAMPLES.values(), *DOUBTFUL, "klonapin", "no asthma", "no foo", ""):
        screening = kc.screen(medications=[f"{start} {letter * 200}"])
        answer = cds_hooks.response(screening, locale=locale, allow_unreviewed=unreviewed)
        assert faults(answer) == []


UNKNOWN = "Not known here, in whole or in part, so not held against the rules"


def test_a_long_entry_is_cut_in_the_summary_alone() -> None:
    skull = "\U0001f480"
    card, wide = only("x" * 500), only(skull * 200)

    assert card["summary"] == f"{'x' * 39}…: {UNKNOWN}"
    assert cells(card)[0] == "x" * 500
    assert wide["summary"] == f"{skull * 19}…: {UNKNOWN}"
    assert only(skull * 20)["summary"] == f"{skull * 20}: {UNKNOWN}"
    assert only(skull * 22)["summary"] == f"{skull * 19}…: {UNKNOWN}"
    assert only(skull * 21)["summary"] == f"{skull * 19}…: {UNKNOWN}"
    assert only(f"{skull * 18} x {skull}")["summary"] == f"{skull * 18} x…: {UNKNOWN}"


@pytest.mark.parametrize("entry", HOSTILE)
def test_whatever_was_typed_is_inert_in_the_detail(entry: str) -> None:
    for card in cds_hooks.response(kc.screen(medications=[entry]))["cards"]:
        row = cells(card)
        assert not row or row[0] == seen(entry)
        assert card["summary"].isprintable()


def test_a_translation_that_nobody_has_reviewed_stands_beside_the_english() -> None:
    card = only("Xanax", locale="es-MX")

    assert card["summary"] == "Xanax: A plan with your prescriber comes first"
    assert card["detail"].startswith(
        "## A plan with your prescriber comes first \\[traducción no revisada\\: Primero hace falta"
    )
    assert "[traducción no revisada: " in card["overrideReasons"][0]["display"]
    assert card["source"]["label"] == "Ketamine Healing Clinic of Los Angeles, con las palabras para pacientes"


def test_a_caller_that_allows_it_has_the_translation_alone() -> None:
    card = only("Xanax", locale="es_US", allow_unreviewed=True)

    assert card["summary"] == "Xanax: Primero hace falta un plan con el médico que le receta el medicamento"
    assert card["summary"].partition(": ")[2] in card["detail"]
    assert "revisad" not in card["detail"]


def test_a_clinics_own_wording_is_used() -> None:
    policy = kc.faq_policy()
    own = kc.Wording(locale="en_US", message="{clinic}, in the words for patients", text="House rules of {clinic}")
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name="K", wording=(own,)))
    cards = cds_hooks.response(kc.screen(medications=["x"], policy=policy))["cards"]

    assert {card["source"]["label"] for card in cards} == {"House rules of K"}


@settings(max_examples=25)
@given(PRINTABLE)
def test_whatever_a_clinic_is_called_is_inert_in_the_detail(name: str) -> None:
    policy = kc.faq_policy()
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=name))
    for card in cds_hooks.response(kc.screen(medications=["x"], policy=policy))["cards"]:
        cells(card)
        assert name in card["source"]["label"]


# ---- Identities


@settings(max_examples=50)
@given(screenings())
def test_a_card_is_known_by_the_call_and_by_what_it_holds(screening: kc.Screening) -> None:
    first, again = (cds_hooks.response(screening, hook_instance=INSTANCE)["cards"] for _ in range(2))
    other = cds_hooks.response(screening, hook_instance=UUID(int=1))["cards"]
    uuids = [card["uuid"] for card in first]

    assert first == again
    assert len(set(uuids)) == len(uuids)
    assert not set(uuids) & {card["uuid"] for card in other}
    assert {UUID(uuid).version for uuid in uuids} == {5}
    assert [{**card, "uuid": ""} for card in first] == [{**card, "uuid": ""} for card in other]


def test_without_a_call_no_card_has_an_identity() -> None:
    assert all("uuid" not in card for card in cds_hooks.response(kc.screen(medications=["Xanax"]))["cards"])


def test_an_identity_may_be_given_as_text_or_as_a_uuid() -> None:
    screening = kc.screen(medications=["Xanax"])
    given = (INSTANCE, INSTANCE.upper(), UUID(INSTANCE))
    answers = [cds_hooks.response(screening, hook_instance=instance) for instance in given]

    assert answers[0] == answers[1] == answers[2]


def test_what_was_typed_twice_is_one_card() -> None:
    assert len(cds_hooks.response(kc.screen(medications=["Xanax", "Xanax", "Xanax\u200b"]))["cards"]) == 3
    assert len(cds_hooks.response(kc.screen(medications=["Xanax", "XANAX"]))["cards"]) == 4


def test_output_is_the_same_under_any_hash_seed() -> None:
    script = (
        "import ketaclinic as kc\n"
        "from ketaclinic.interchange import cds_hooks, fhir\n"
        "screening = kc.screen(medications=['klonapin', 'Symbyax', 'xanax zoloff'], conditions=['F20.0', 'PTSD'])\n"
        f"print(cds_hooks.response(screening, hook_instance={INSTANCE!r}), cds_hooks.discovery(), end=' ')\n"
        f"print(fhir.bundle(screening, instance={INSTANCE!r}))"
    )
    outputs = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed, zone in (("0", "UTC"), ("1", "Asia/Kathmandu"))
    }

    assert len(outputs) == 1


# ---- What the caller gives


def test_an_address_and_links_stand_on_every_card() -> None:
    cards = cds_hooks.response(
        kc.screen(), source_url="https://clinic.example/rules?x=1", links={"Call": "http://clinic.example"}
    )["cards"]

    assert [card["source"]["url"] for card in cards] == ["https://clinic.example/rules?x=1"] * 3
    assert [card["links"] for card in cards] == [
        [{"label": "Call", "url": "http://clinic.example", "type": "absolute"}]
    ] * 3
    assert faults({"cards": cards}) == []


def test_links_are_left_out_unless_given() -> None:
    for card in (only("x"), only("x", links={})):
        assert "links" not in card
        assert "url" not in card["source"]


@pytest.mark.parametrize(
    "address",
    ["/rules", "clinic.example", "javascript:alert(1)", "data:text/html,x", "https://", "https://a b", "ftp://x.example",
     "https://user@x.example", "https://x.example\\@y.example", "https:///x", "https://x.example/\u00e9", "HTTPS://x",
     "https://x.example/a b"],
)  # fmt: skip
def test_what_is_no_absolute_address_is_refused(address: str) -> None:
    for arguments in ({"source_url": address}, {"links": {"label": address}}):
        with pytest.raises(kc.InvalidInputError) as caught:
            only("x", **arguments)
        name = next(iter(arguments))
        assert (
            str(caught.value) == f"{name}: expected an absolute address of the web, such as https://example.com/rules"
        )


def test_an_address_has_up_to_2000_characters() -> None:
    longest = "https://x.example/".ljust(2000, "x")

    assert only("x", source_url=longest)["source"]["url"] == longest
    assert only("x", links={"label": longest})["links"][0]["url"] == longest
    for arguments in ({"source_url": f"{longest}x"}, {"links": {"label": f"{longest}x"}}):
        with pytest.raises(kc.InvalidInputError, match="expected 1 to 2000 printable characters on one line"):
            only("x", **arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"hook_instance": 1}, "hook_instance: expected a UUID, or its text, got a value of type int"),
        ({"source_url": 1}, "source_url: expected text, got a value of type int"),
        (
            {"links": ["https://x.example"]},
            "links: expected a mapping of texts to texts, got a value of type list",
        ),
        ({"links": {1: "https://x.example"}}, "links: expected text, got a value of type int"),
        ({"links": {"a": None}}, "links: expected text, got a value of type NoneType"),
        ({"locale": None}, "locale: expected the name of a locale, such as 'en_US', got a value of type NoneType"),
        ({"allow_unreviewed": 1}, "allow_unreviewed: expected True or False, got a value of type int"),
    ],
)
def test_an_argument_of_another_type_is_refused(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(kc.InvalidTypeError) as caught:
        only("x", **arguments)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        f"{{{INSTANCE}}}",
        f"urn:uuid:{INSTANCE}",
        INSTANCE.replace("-", ""),
        INSTANCE.replace("-", "", 1),
        f"{INSTANCE[:13]}{INSTANCE[14:]}",
        f"{INSTANCE}\n",
    ],
)
def test_what_is_no_uuid_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(kc.InvalidInputError) as caught:
        only("x", hook_instance=text)
    assert str(caught.value) == "hook_instance: expected a UUID, such as 4e0a3a1e-3283-4575-ab82-028d55fe2719"


def test_what_is_no_screening_is_refused() -> None:
    with pytest.raises(kc.InvalidTypeError, match=r"^screening: expected a value of type Screening, got .* Quote$"):
        cds_hooks.response(kc.quote(1))  # type: ignore[arg-type]
    with pytest.raises(kc.UnknownLocaleError):
        only("x", locale="de")


# ---- Discovery


def test_the_service_is_described_as_the_specification_asks() -> None:
    answer = cds_hooks.discovery()
    (service,) = answer["services"]

    assert list(of_fields("service", service, SERVICE)) == []
    assert answer == {
        "services": [
            {
                "hook": "patient-view",
                "id": "ketaclinic-screening",
                "title": "Screening before ketamine",
                "description": "Holds what a patient takes, has and uses against the clinic's published rules. "
                "It clears nobody for treatment: the doctor decides.",
            }
        ]
    }


def test_a_service_may_ask_for_data_under_names_of_the_callers() -> None:
    prefetch = {"conditions": "Condition?patient={{context.patientId}}"}
    (service,) = cds_hooks.discovery(id="a.b-C_1", hook="order-select", prefetch=prefetch, locale="es_US")["services"]

    assert (service["id"], service["hook"], service["prefetch"]) == ("a.b-C_1", "order-select", prefetch)
    assert service["title"] == "Revisión previa a la ketamina"
    assert service["description"].startswith("Holds what a patient takes")
    assert "[traducción no revisada: " in service["description"]
    assert list(texts(service))


def test_a_service_speaks_in_translation_alone_if_the_caller_allows_it() -> None:
    (service,) = cds_hooks.discovery(locale="es_US", allow_unreviewed=True)["services"]

    assert service["description"].startswith("Compara lo que un paciente toma")


def test_a_service_has_the_wording_of_its_clinic() -> None:
    policy = kc.faq_policy()
    own = kc.Wording(locale="en_US", message="Screening before ketamine", text="Ask first")
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, wording=(own,)))

    assert cds_hooks.discovery(policy=policy)["services"][0]["title"] == "Ask first"


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"id": "a/b"}, kc.InvalidInputError, "id: expected letters, digits, dots, hyphens and underscores, got 'a/b'"),
        ({"hook": "é"}, kc.InvalidInputError, "hook: expected letters, digits, dots, hyphens and underscores, got 'é'"),
        ({"id": 1}, kc.InvalidTypeError, "id: expected text, got a value of type int"),
        ({"prefetch": 1}, kc.InvalidTypeError,
         "prefetch: expected a mapping of texts to texts, got a value of type int"),
        ({"policy": 1}, kc.InvalidTypeError, "policy: expected a value of type Policy, got a value of type int"),
        ({"allow_unreviewed": None}, kc.InvalidTypeError,
         "allow_unreviewed: expected True or False, got a value of type NoneType"),
    ],
)  # fmt: skip
def test_what_describes_no_service_is_refused(arguments: dict[str, Any], kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        cds_hooks.discovery(**arguments)
    assert str(caught.value) == message
