"""The web front end: every page, every error, and what must not leave it."""

import asyncio
import logging
import re
import socket
import subprocess
import sys
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from html import escape
from pathlib import Path
from time import sleep
from typing import Any
from zoneinfo import ZoneInfo

import html5lib
import icalendar
import pytest
from litestar import Request
from litestar.testing import TestClient

import ketaclinic as kc
from examples.web import pages, views
from examples.web.app import create_app
from examples.web.labels import LANGUAGES, Labels, labels, preferred
from examples.web.months import months
from examples.web.pages import SHOWN
from examples.web.security import is_from_elsewhere, is_from_here
from examples.web.typed import FIELDS, LISTS, Typed, UnreadableFormError, read_form

ROOT = Path(__file__).parents[1]
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
HOST = "testserver.local"
MARK = "zqx-secret"
HOSTILE = f"</textarea><script>alert('{MARK}')</script>\"'><img src=x onerror=alert(1)> &amp; \u202e\u200dx"
EVERY_DAY = tuple("0123456")
PLAN = {"date": "2026-12-01", "time": "10:00", "infusions": "6", "completed": "0", "per_week": "3"}
VISIT = {"visit_date": "2026-12-01", "visit_time": "10:00", "visit_number": "1"}

Values = Mapping[str, str | tuple[str, ...]]


class Page:
    """An answer as a browser reads it."""

    def __init__(self, response: Any) -> None:
        self.status: int = response.status_code
        self.text: str = response.text
        self.response = response
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)  # which refuses what is malformed
        self.tree = parser.parse(response.text)

    def all(self, tag: str, **attributes: str) -> list[Any]:
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [
            found for found in self.tree.iter(tag) if all(found.get(name) == value for name, value in wanted.items())
        ]

    def said(self, tag: str) -> list[str]:
        return [" ".join("".join(found.itertext()).split()) for found in self.tree.iter(tag)]

    def problems(self) -> dict[str, str]:
        found = self.all("p", class_="problem")
        return {problem.get("id").removesuffix("-problem"): "".join(problem.itertext()) for problem in found}

    def sent_by(self, form: Any) -> dict[str, tuple[str, ...]]:
        """What a browser would send for a form as it stands."""
        sent: dict[str, tuple[str, ...]] = {}
        for field in form.iter():
            name, value = field.get("name"), field.get("value", "")
            if field.tag == "textarea":
                value = (field.text or "").removeprefix("\n")
            elif field.tag != "input" or (field.get("type") in {"radio", "checkbox"} and field.get("checked") is None):
                continue
            sent[name] = (*sent.get(name, ()), value)
        return sent

    @property
    def main_form(self) -> Any:
        (form,) = self.all("form", class_="main")
        return form

    @property
    def carried(self) -> dict[str, tuple[str, ...]]:
        (form,) = self.all("form", id="carry")
        return self.sent_by(form)


class Person:
    """Somebody with a browser without scripts."""

    def __init__(self, client: TestClient[Any]) -> None:
        self.client = client

    def opens(self, address: str) -> Page:
        return Page(self.client.get(address))

    def fills(self, page: Page, **values: str | tuple[str, ...]) -> Page:
        """The answer to the page's own form with those values."""
        form = page.main_form
        return self.sends(form.get("action"), {**page.sent_by(form), **values})

    def sends(self, address: str, values: Values) -> Page:
        return Page(self.client.post(address, data=dict(values)))

    def asks(self, address: str, **values: str | tuple[str, ...]) -> Page:
        return self.fills(self.opens(address), **values)

    def presses(self, page: Page, label: str, **typed: str | tuple[str, ...]) -> Page:
        """The answer to a button that carries along what was typed, just now, too."""
        (button,) = [found for found in page.all("button", form="carry") if "".join(found.itertext()) == label]
        values = {**page.carried, **typed, button.get("name"): button.get("value")}
        return self.sends(button.get("formaction"), values)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient[Any]]:
    with TestClient(create_app(clock=lambda: NOW, hosts=(HOST,))) as client:
        yield client


@pytest.fixture
def person(client: TestClient[Any]) -> Person:
    client.cookies.clear()
    return Person(client)


def person_at(**settings: Any) -> Person:
    return Person(TestClient(create_app(**{"clock": lambda: NOW, "hosts": (HOST,), **settings})))


# ---- Words


TABLES = {code: tomllib.loads((ROOT / f"examples/web/labels/{code}.toml").read_text()) for code in LANGUAGES}


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_word_with_the_same_fields(code: str) -> None:
    for part in ("words", "errors"):
        assert list(TABLES[code][part]) == list(TABLES["en"][part])
        for key, text in TABLES["en"][part].items():
            assert sorted(re.findall(r"\{\w+\}", TABLES[code][part][key])) == sorted(re.findall(r"\{\w+\}", text)), key
            assert TABLES[code][part][key] or key == "unreviewed"


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_says_that_its_translation_is_not_reviewed(code: str, person: Person) -> None:
    assert labels(code).is_reviewed is (code == "en")
    assert (labels(code)["unreviewed"] in person.opens(f"/{code}").text) is True
    assert bool(labels(code)["unreviewed"]) is (code != "en")


@pytest.mark.parametrize("code", [code for code in LANGUAGES if code != "en"])
def test_infusions_are_called_what_the_library_calls_them(code: str) -> None:
    called = kc.render(kc.quote(1), locale=LANGUAGES[code], form="markdown")
    noun = {"es": "nfusión", "ko": "정맥 주입", "fa": "انفوزیون"}[code]

    assert noun in called
    assert noun in labels(code)["infusion_number"]


@pytest.mark.parametrize(
    ("accepted", "code"),
    [
        ("", "en"),
        ("de", "en"),
        ("es-MX,es;q=0.9,en;q=0.8", "es"),
        ("en;q=0.5, ko-KR;q=0.9", "ko"),
        ("fa-IR", "fa"),
        ("es;q=x,fa;q=0.1", "fa"),
    ],
)
def test_the_start_is_in_the_language_that_the_browser_asks_for(accepted: str, code: str, person: Person) -> None:
    assert preferred(accepted) == code
    response = person.client.get("/", headers={"accept-language": accepted}, follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (302, f"/{code}")


# ---- Pages


ADDRESSES = [f"/{code}{page}" for code in LANGUAGES for page in ("", *(f"/{name}" for name in SHOWN))]


def answers(person: Person, code: str) -> dict[str, Page]:
    """Each page with an answer on it."""
    return {
        "screening": person.asks(f"/{code}/screening", medications="Xanax at night\nzoloff", conditions="asthma"),
        "quote": person.asks(f"/{code}/quote"),
        "plan": person.asks(f"/{code}/plan", **PLAN),
        "prepare": person.asks(f"/{code}/prepare", **VISIT),
        "cancel": person.asks(f"/{code}/cancel", **VISIT),
    }


def is_well_built(page: Page, code: str) -> None:
    (root,) = page.all("html")
    assert root.get("lang") == LANGUAGES[code].replace("_", "-")
    assert root.get("dir") == ("rtl" if code == "fa" else "ltr")
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    ids = [found.get("id") for found in page.tree.iter() if found.get("id")]
    assert len(ids) == len(set(ids))
    for label in page.all("label"):
        assert label.get("for") in ids
    fields = {label.get("for") for label in page.all("label")}
    for field in (*page.all("textarea"), *page.all("input")):
        assert field.get("type") == "hidden" or field.get("id") in fields
    for found in page.tree.iter():
        for named in (found.get("aria-describedby") or "").split():
            assert named in ids
        assert not [name for name in found.attrib if name.startswith("on") or name == "style"]
        for address in (found.get("href"), found.get("src"), found.get("action"), found.get("formaction")):
            assert address is None or address.startswith(("/", "#", "tel:"))
            assert "?" not in (address or "")
    assert not [*page.all("script"), *page.all("style"), *page.all("iframe")]
    assert {form.get("method") for form in page.all("form")} <= {"post"}  # nothing typed ends up in an address


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_well_formed_labelled_and_without_script(address: str, person: Person) -> None:
    page = person.opens(address)

    assert page.status == 200
    is_well_built(page, address.split("/")[1])


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_answer_is_the_librarys_own_in_the_language_of_the_page(code: str, person: Person) -> None:
    zone = kc.faq_policy().clinic.time_zone
    first = kc.propose_plan(first=datetime(2026, 12, 1, 18, tzinfo=UTC), infusions=6)
    screened = kc.screen(medications=["Xanax at night", "zoloff"], conditions=["asthma"])
    expected: dict[str, list[object]] = {
        "screening": [screened],
        "quote": [kc.quote(6)],
        "plan": [first, kc.quote_plan(first)],
        "prepare": [kc.prepare(first.visits[0])],
        "cancel": [kc.assess_cancellation(first.visits[0], notified=NOW)],
    }
    assert zone == "America/Los_Angeles"
    for name, page in answers(person, code).items():
        assert page.status == 200
        is_well_built(page, code)
        for answer in expected[name]:
            assert kc.render(answer, locale=LANGUAGES[code], form="html") in page.text


def test_a_page_names_itself_in_its_title_and_in_the_navigation(person: Person) -> None:
    titles = {name: person.opens(f"/es/{name}").said("title")[0] for name in SHOWN}

    assert len(set(titles.values())) == len(SHOWN)
    for name in SHOWN:
        (current,) = person.opens(f"/es/{name}").all("a", aria_current_="page") or [None]
        assert current is None or current.text == labels("es")[name]


# ---- The way through


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_whole_way_carries_along_what_was_typed(code: str, person: Person) -> None:
    words = labels(code)
    page = person.asks(f"/{code}/screening", medications="Klonopin\nZoloft", none=("substances",))
    page = person.presses(page, words["to_quote"])
    assert page.carried["medications"] == ("Klonopin\nZoloft",)
    page = person.presses(person.fills(page, infusions="4"), words["to_plan"])
    assert page.sent_by(page.main_form)["infusions"] == ("4",)
    page = person.fills(page, date="2026-12-01", time="10:00")
    assert [len(page.all("td", class_="visit"))] == [4]
    day = words.day(date(2026, 12, 3))
    sheet = person.presses(page, words.word("for_visit", what=words["to_prepare"], number=2, day=day))
    assert sheet.sent_by(sheet.main_form)["visit_date"] == ("2026-12-03",)
    sheet = person.fills(sheet)
    assert words["with_intake"] in sheet.text
    assert "Klonopin" in "".join(sheet.said("li"))
    first = words.word("for_visit", what=words["to_cancel"], number=1, day=words.day(date(2026, 12, 1)))
    cancelled = person.fills(person.presses(page, first))
    plan = kc.propose_plan(first=datetime(2026, 12, 1, 18, tzinfo=UTC), infusions=4)
    told = kc.assess_cancellation(plan.visits[0], notified=NOW, reserved=plan.visits)
    assert len(told.at_risk) == 3
    assert kc.render(told, locale=LANGUAGES[code], form="html") in cancelled.text


def test_another_language_keeps_what_was_typed(person: Person) -> None:
    page = person.asks("/en/screening", medications="Klonopin", none=("conditions", "substances"))
    spanish = person.presses(page, "español")

    assert spanish.main_form.get("action") == "/es/screening"
    sent = spanish.sent_by(spanish.main_form)
    assert (sent["medications"], sent["none"]) == (("Klonopin",), ("conditions", "substances"))


def test_an_answer_leads_back_to_its_form_with_what_was_typed(person: Person) -> None:
    for name, page in answers(person, "es").items():
        assert not page.all("form", class_="main")
        form = person.presses(page, labels("es")["change"])
        assert form.carried.items() >= page.carried.items(), name
        again = person.fills(form)
        assert (again.said("h2"), again.carried) == (page.said("h2"), form.carried)


def test_the_start_leads_on_by_plain_links_until_something_is_typed(person: Person) -> None:
    page = person.opens("/en")

    assert not page.all("form")
    assert not page.all("button")
    assert {link.get("href") for link in page.all("a")} >= {"/es", "/en/plan", "/en", "/api"}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_what_is_typed_and_not_sent_goes_along_to_every_page_and_language(name: str, code: str, person: Person) -> None:
    page = person.opens(f"/{code}/{name}")
    links = {link.get("href") for link in page.all("a")}
    leading = [button for button in page.all("button", form="carry") if button.get("formaction")]
    address = {button.get("formaction") for button in leading}
    field = SHOWN[name][0]

    assert {link for link in links if not link.startswith("tel:")} == {"#main"}
    assert address == {
        f"/{code}",
        *(f"/{code}/{other}" for other in SHOWN),
        *(f"/{other}/{name}" for other in LANGUAGES),
    }
    assert page.main_form.get("id") == "carry"
    for button in leading:
        typed = {**page.sent_by(page.main_form), field: MARK, button.get("name"): button.get("value")}
        opened = person.sends(button.get("formaction"), typed)
        assert (opened.status, opened.carried[field]) == (200, (MARK,))
        assert not opened.problems()


def test_enter_in_a_field_sends_the_form_and_leads_nowhere_else(person: Person) -> None:
    for name in SHOWN:
        page = person.opens(f"/en/{name}")
        first = next(button for button in page.all("button"))

        assert (
            first.get("form") == page.main_form.get("id") == "carry"
        )  # the first button is the one that Enter presses
        assert (first.get("formaction"), first.get("name"), first.get("tabindex")) == (None, None, "-1")


def test_the_start_page_carries_along_what_was_typed(person: Person) -> None:
    words = labels("es")
    page = person.asks("/es/screening", medications="Klonopin")
    start = person.presses(page, kc.faq_policy().clinic.name)

    assert start.said("h1") == [words["site"]]
    assert not [link for link in start.all("a") if (link.get("href") or "").startswith("/")]
    is_well_built(start, "es")
    (card,) = list(start.tree.iter("ol"))
    (button, *_) = [found for found in card.iter("button") if found.text == words["plan"]]
    opened = person.sends(button.get("formaction"), {**start.carried, "step": "form"})
    assert opened.carried["medications"] == ("Klonopin",)
    again = person.presses(start, "فارسی")
    assert (again.said("h1"), again.carried) == ([labels("fa")["site"]], start.carried)


def test_no_day_of_the_week_that_was_unticked_comes_back(person: Person) -> None:
    page = person.opens("/en/plan")
    spanish = person.presses(page, "español", weekday=())

    assert page.sent_by(page.main_form)["weekday"] == ("6", *EVERY_DAY[:6])
    assert "weekday" not in spanish.sent_by(spanish.main_form)


def test_chronic_pain_is_an_answer_without_a_price(person: Person) -> None:
    for code in LANGUAGES:
        words = labels(code)
        page = person.asks(f"/{code}/quote", chronic_pain="yes")

        assert (page.status, page.problems(), page.all("form", class_="main")) == (200, {}, [])
        assert page.said("title")[0].startswith(words["quote"])
        assert words["chronic_pain_price"] in page.said("h2")
        assert words["by_answer"] in page.said("p")
        assert words["by_intake"] not in page.said("p")
        assert "(price.chronic-pain)" in page.said("small")
        assert_no_amount(page)
        assert {link.get("href") for link in page.all("a", class_="quiet")} == {"tel:8669877874"}
        assert person.presses(page, words["to_plan"]).status == 200
        is_well_built(page, code)


@pytest.mark.parametrize("code", LANGUAGES)
def test_why_there_is_no_price_is_told_as_the_library_tells_it(code: str) -> None:
    visit = kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=UTC), number=1)

    assert labels(code)["chronic_pain_price"] in kc.render(kc.prepare(visit), locale=LANGUAGES[code])


def assert_no_amount(page: Page) -> None:
    assert not re.search(r"\$|600|450|۶۰۰|۴۵۰", "".join(page.tree.find("body").itertext()))


@pytest.mark.parametrize("code", ["en", "fa"])
@pytest.mark.parametrize(
    "told", [{"chronic_pain": "yes"}, {"conditions": "fibromyalgia"}, {"conditions": "chronic pian"}]
)
def test_no_page_and_no_file_of_a_patient_with_chronic_pain_holds_an_amount(
    told: dict[str, str], code: str, person: Person
) -> None:
    words = labels(code)
    quoted = person.asks(f"/{code}/quote", **told)
    planned = person.fills(person.presses(quoted, words["to_plan"]), **PLAN)
    sheet = person.fills(person.presses(planned, prepared(words)), **VISIT)
    cancelled = person.fills(person.presses(sheet, words["to_cancel"]))
    for page in (quoted, planned, sheet, cancelled):
        assert page.status == 200
        assert_no_amount(page)
    for address, page in ((f"/{code}/plan.ics", planned), (f"/{code}/visit.ics", sheet)):
        described = [str(event["DESCRIPTION"]) for event in calendar_of(person, address, page).walk("VEVENT")]
        assert any("price.chronic-pain" in text for text in described)
        assert not [text for text in described if re.search(r"\$|600|450|۶۰۰|۴۵۰", text)]


def prepared(words: Labels) -> str:
    """The button to the preparation of a plan's first visit."""
    return words.word("for_visit", what=words["to_prepare"], number=1, day=words.day(date(2026, 12, 1)))


def test_chronic_pain_in_the_intake_gets_no_published_price(person: Person) -> None:
    page = person.asks("/en/screening", conditions="<i>chronic pain</i>\nchronic pain\nchronic pain")
    quoted = person.fills(person.presses(page, labels("en")["to_quote"]), chronic_pain="no")

    assert quoted.status == 200
    assert labels("en")["by_intake"] in quoted.said("p")
    assert labels("en")["by_answer"] not in quoted.said("p")
    (listed,) = [found for found in quoted.all("ul") if found.find("li/bdi") is not None and not found.get("class")]
    assert [entry.text for entry in listed.iter("bdi")] == ["<i>chronic pain</i>", "chronic pain"]
    assert_no_amount(quoted)
    is_well_built(quoted, "en")


def test_chronic_pain_withholds_the_price_of_a_plan_and_not_its_dates(person: Person) -> None:
    page = person.asks("/en/plan", **PLAN, chronic_pain="yes")

    assert page.status == 200
    assert "The clinic has not published what this costs." in page.text
    assert len(page.all("td", class_="visit")) == 6
    assert labels("en")["by_answer"] in page.said("p")
    assert_no_amount(page)
    assert [link.get("href") for link in page.all("a", class_="quiet")] == ["tel:8669877874"]


UNCLEAR = (
    "کمرم درد می‌کند",
    "my back hurts all the time",
    "neuropathy",
    "asthma\nmigraine",
    "depresssion",
    "no chronic pain",
    "PTS",
    "no longer depression",
)


@pytest.mark.parametrize("chronic_pain", ["unsaid", "no"])
@pytest.mark.parametrize("typed", UNCLEAR)
def test_what_was_not_understood_is_not_said_to_be_no_chronic_pain(
    typed: str, chronic_pain: str, person: Person
) -> None:
    page = person.asks("/en/quote", infusions="6", conditions=typed, chronic_pain=chronic_pain)

    assert "This assumes no treatment for chronic pain, which is priced differently." in page.text
    assert "No treatment for chronic pain was named." not in page.text
    plan = person.asks("/en/plan", **PLAN, conditions=typed, chronic_pain=chronic_pain)
    assert "This assumes no treatment for chronic pain, which is priced differently." in plan.text


@pytest.mark.parametrize(
    "typed",
    [
        {"medications": "for my aching back"},
        {"substances": "kratom for pain"},
        {"medications": "Klonopinn"},
        {"medications": "lithium drops"},
        {"medications": "no refills on Xanax"},
    ],
)
def test_pain_may_be_typed_into_any_list(typed: dict[str, str], person: Person) -> None:
    page = person.asks("/en/quote", infusions="6", **typed, conditions="depression", none=(), chronic_pain="no")

    assert "This assumes no treatment for chronic pain" in page.text


def test_conditions_that_were_understood_say_that_chronic_pain_was_not_named(person: Person) -> None:
    for typed in ("depression", "asthma\ndepression", "high blood pressure"):
        page = person.asks("/en/quote", infusions="6", conditions=typed, medications="metformin\nno Xanax")
        assert "No treatment for chronic pain was named." in page.text, typed


def test_a_text_with_a_telephone_number_is_inert() -> None:
    assert views._phoned("<b>(866) 987-7874 & more", kc.faq_policy()) == (
        '&lt;b&gt;<a href="tel:8669877874"><bdi dir="ltr">(866) 987-7874</bdi></a> &amp; more'
    )


# ---- What the intake came to


SERIOUS = {
    "schizophrenia": (kc.Disposition.AVOID, True),
    "theophylline": (kc.Disposition.DOCTOR_DECIDES, True),
    "asthma": (kc.Disposition.CLEARANCE_REQUIRED, False),
    "cancer": (kc.Disposition.DOCTOR_REVIEW, False),
}


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("typed", SERIOUS)
def test_what_the_intake_came_to_stands_before_a_price_and_a_plan(typed: str, code: str, person: Person) -> None:
    screened = kc.screen(conditions=[typed])
    disposition, calls_first = SERIOUS[typed]
    told = kc.render(screened, locale=LANGUAGES[code], form="html", detail="brief")

    assert screened.disposition is disposition
    for name, asked in {"quote": {}, "plan": PLAN}.items():
        page = person.asks(f"/{code}/{name}", **asked, conditions=typed)
        (warning,) = page.all("div", class_="warning")
        assert (page.status, told in page.text) == (200, True)
        (link,) = warning.iter("a")
        assert link.get("href") == "tel:8669877874"
        assert page.text.index("tel:") < page.text.index(told) < page.text.index('<div class="answer">')
        is_well_built(page, code)
    for name, asked in {"screening": {}, "quote": {}, "plan": PLAN, "prepare": VISIT}.items():
        page = person.asks(f"/{code}/{name}", **asked, conditions=typed)
        (steps,) = page.all("ul", class_="next")
        first = steps.find("li")[0]
        assert (first.tag == "a" and first.get("href") == "tel:8669877874") is calls_first, name


@pytest.mark.parametrize("typed", ["depression", ""])
def test_a_price_is_as_it_was_where_the_intake_found_nothing(typed: str, person: Person) -> None:
    page = person.asks("/en/quote", conditions=typed)

    assert not page.all("div", class_="warning")
    assert not page.all("a", class_="quiet")


# ---- Days that have passed


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (datetime(2026, 12, 1, 14, 59, tzinfo=UTC), None),
        (datetime(2026, 12, 1, 15, 0, tzinfo=UTC), "fasting_begun"),
        (datetime(2026, 12, 1, 18, 0, tzinfo=UTC), "fasting_begun"),
        (datetime(2026, 12, 1, 18, 1, tzinfo=UTC), "past"),
    ],
)
@pytest.mark.parametrize("code", ["en", "fa"])
def test_a_visit_that_has_passed_or_for_which_fasting_has_begun_is_told(
    code: str, now: datetime, told: str | None
) -> None:
    late, words = person_at(clock=lambda: now), labels(code)
    fields = {
        "moment": words.moment(datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles"))),
        "telephone": "(866) 987-7874",
    }
    notes = {key: words.word(key, **fields) for key in ("past", "fasting_begun")}
    for name, asked in {"plan": PLAN, "prepare": VISIT}.items():
        page = late.asks(f"/{code}/{name}", **asked)
        said = ["".join(note.itertext()) for note in page.all("p", class_="note")]
        assert page.status == 200
        assert [key for key, note in notes.items() if note in said] == ([told] if told else [])


def test_a_telephone_number_in_a_note_is_a_link() -> None:
    late = person_at(clock=lambda: datetime(2026, 12, 1, 17, tzinfo=UTC))
    for page in (late.asks("/fa/prepare", **VISIT), late.asks("/fa/quote", chronic_pain="yes")):
        (note,) = [note for note in page.all("p", class_="note") if "987" in "".join(note.itertext())]
        (link,) = note.iter("a")
        assert (link.get("href"), "".join(link.itertext())) == ("tel:8669877874", "(866) 987-7874")


def test_a_list_left_open_is_not_the_same_as_none(person: Person) -> None:
    left_open = person.asks("/en/screening", medications="metformin")
    none = person.asks("/en/screening", medications="metformin", none=("conditions", "substances"))

    for page, others in ((left_open, None), (none, [])):
        told = kc.screen(medications=["metformin"], conditions=others, substances=others)
        assert kc.render(told, form="html") in page.text


def test_a_consultation_is_priced(person: Person) -> None:
    page = person.asks("/en/quote", infusions="0", consultation="yes")

    assert "Total price: $200.00" in page.said("h2")


@pytest.mark.parametrize("chronic_pain", ["unsaid", "no"])
def test_infusions_that_a_patient_has_had_count_for_the_price(chronic_pain: str, person: Person) -> None:
    page = person.asks("/en/quote", infusions="2", completed="4", chronic_pain=chronic_pain)

    assert "Total price: $1,050.00" in page.said("h2")


def test_only_the_days_on_which_the_patient_can_come_are_planned(person: Person) -> None:
    page = person.asks("/en/plan", **PLAN, weekday=("1", "3", "4"))
    days = [date.fromisoformat(text[:10]) for text in page.carried["reserved"]]

    assert {day.weekday() for day in days} <= {1, 3, 4}
    assert len(days) == 6


def test_the_calendar_shows_each_visit_on_its_day(person: Person) -> None:
    page = person.asks("/en/plan", **PLAN | {"date": "2026-12-29"})
    months = page.all("table", class_="month")

    assert [month.find("caption").text for month in months] == ["December 2026", "January 2027"]
    shown = ["".join(cell.itertext()) for month in months for cell in month.iter("td") if cell.get("class") == "visit"]
    assert shown == [f"{day}Infusion {number}" for number, day in enumerate((29, 31, 2, 5, 7, 9), 1)]


def test_no_day_on_which_the_clinic_is_closed_is_planned() -> None:
    person = person_at(calendar=kc.ClinicCalendar(open_weekdays=range(5)))
    page = person.asks("/en/plan", **PLAN, weekday=tuple("0123456"))

    assert {date.fromisoformat(text[:10]).weekday() for text in page.carried["reserved"]} <= {*range(5)}


def test_the_visits_of_a_plan_are_numbered_from_the_one_that_is_cancelled() -> None:
    starts = [datetime(2026, 12, day, 18, tzinfo=UTC) for day in (1, 3, 5)]

    others = pages._others(kc.Visit.at(starts[1], number=5), starts)
    assert [visit.number for visit in others] == [4, 5, 6]


def test_a_plan_counts_for_the_cancellation_of_its_own_visits_alone(person: Person) -> None:
    words = labels("en")
    planned = person.asks("/en/plan", **PLAN)
    for asked, is_of_plan in ((VISIT, True), ({**VISIT, "visit_time": "10:01"}, False)):
        page = person.fills(person.presses(planned, words["cancel"]), **asked)
        assert (words["with_reserved"] in page.said("p")) is is_of_plan
        starts = datetime(2026, 12, 1, 18, 0 if is_of_plan else 1, tzinfo=UTC)
        plan = kc.propose_plan(first=datetime(2026, 12, 1, 18, tzinfo=UTC), infusions=6)
        told = kc.assess_cancellation(
            kc.Visit.at(starts, number=1), notified=NOW, reserved=plan.visits if is_of_plan else None
        )
        assert kc.render(told, form="html") in page.text


def test_a_visit_in_a_repeated_hour_is_known_to_be_of_its_plan(person: Person) -> None:
    words = labels("en")
    planned = person.fills(person.asks("/en/plan", **PLAN | {"date": "2026-11-01", "time": "01:30"}), fold="1")
    step = words.word("for_visit", what=words["to_cancel"], number=1, day="Sunday, November 1, 2026")

    assert words["with_reserved"] in person.fills(person.presses(planned, step)).said("p")


def test_the_calendar_shows_all_visits_of_a_day() -> None:
    start = datetime(2026, 12, 1, 18, tzinfo=UTC)
    (month,) = months(kc.TreatmentPlan.of([start, start.replace(hour=21)]), labels("en"))

    assert [day.numbers for week in month.weeks for day in week if day and day.numbers] == [(1, 2)]


def test_digits_of_other_scripts_are_read(person: Person) -> None:
    assert person.asks("/fa/quote", infusions="۶", completed="۰").status == 200


def test_another_clinics_policy_and_calendar_are_used() -> None:
    policy = kc.load_policy(ROOT / "examples/another_clinic.toml")
    person = person_at(policy=policy, calendar=kc.ClinicCalendar(open_weekdays=range(5)))

    assert "Total price: $3,000.00" in person.asks("/en/quote", infusions="6").said("h2")
    assert policy.clinic.name in person.opens("/en").said("header")[0]
    page = person.opens("/en/plan")
    assert page.sent_by(page.main_form)["weekday"] == tuple("01234")


# ---- What is wrong is told beside its field


def problem(code: str, key: str, **fields: object) -> str:
    return labels(code)["error_prefix"] + labels(code).error(key, telephone="(866) 987-7874", **fields)


RANGE = {"least": 0, "most": "1,000,000"}
FROM_ONE = {"least": 1, "most": "1,000,000"}
Case = tuple[str, dict[str, str | tuple[str, ...]], str, str, dict[str, object]]
COUNTS: list[Case] = [
    ("quote", {field: text}, field, "whole_number", RANGE)
    for field in ("infusions", "completed")
    for text in ("six", "-1", "1.5", "1e3", "1_000", "1000001", "9" * 4000)
]
EMPTY: list[Case] = [
    ("quote", {"infusions": ""}, "infusions", "missing_count", {}),
    ("quote", {"completed": ""}, "completed", "missing_count", {}),
    ("plan", {"completed": ""}, "completed", "missing_count", {}),
    ("plan", {"infusions": ""}, "infusions", "whole_number", FROM_ONE),
    ("prepare", {"visit_number": ""}, "visit_number", "whole_number", FROM_ONE),
]
WRONG: list[Case] = [
    ("screening", {}, "medications", "nothing_entered", {}),
    (
        "screening",
        {"conditions": "asthma", "none": ("conditions",)},
        "conditions",
        "none_and_some",
        {"none": "conditions"},
    ),
    (
        "screening",
        {"conditions": "ninguna", "none": ("medications",)},
        "conditions",
        "none_typed",
        {"none": "conditions"},
    ),
    ("screening", {"medications": "None."}, "medications", "none_typed", {"none": "medications"}),
    ("screening", {"substances": "nada"}, "substances", "none_typed", {"none": "substances"}),
    ("screening", {"substances": "x" * 501}, "substances", "too_long", {}),
    ("screening", {"medications": "\n".join("x" * 1001)}, "medications", "too_long", {}),
    ("screening", {"conditions": "\n".join(["\ufdfa" * 27] * 42)}, "conditions", "too_long", {}),
    *COUNTS,
    *EMPTY,
    ("plan", {"infusions": "0"}, "infusions", "whole_number", FROM_ONE),
    ("plan", {"infusions": "1000000"}, "infusions", "too_many", {}),
    ("plan", {"date": ""}, "date", "missing_date", {}),
    ("plan", {"date": "2026-02-30"}, "date", "bad_date", {}),
    ("plan", {"date": "tomorrow"}, "date", "bad_date", {}),
    ("plan", {"date": "1899-12-31"}, "date", "date_range", {}),
    ("plan", {"date": "9999-12-31"}, "date", "date_range", {}),
    ("plan", {"date": "0001-01-01"}, "date", "date_range", {}),
    ("plan", {"time": ""}, "time", "missing_time", {}),
    ("plan", {"time": "25:00"}, "time", "bad_time", {}),
    ("plan", {"time": "10"}, "time", "bad_time", {}),
    ("plan", {"date": "2027-03-14", "time": "02:30"}, "time", "skipped", {}),
    ("plan", {"date": "2026-11-01", "time": "01:30"}, "fold", "repeated", {}),
    ("plan", {"per_week": "7"}, "per_week", "choose", {}),
    ("plan", {"weekday": ()}, "weekday", "no_weekday", {}),
    ("plan", {"weekday": ("0", "2")}, "weekday", "first_not_ticked", {}),
    ("plan", {"weekday": ("1",)}, "weekday", "open_dates", {}),
    ("prepare", {"visit_number": "0"}, "visit_number", "whole_number", FROM_ONE),
    ("prepare", {"visit_date": "2200-01-01"}, "visit_date", "date_range", {}),
    ("prepare", {"visit_date": "2026-11-01", "visit_time": "01:00"}, "visit_fold", "repeated", {}),
    ("cancel", {"visit_time": "x"}, "visit_time", "bad_time", {}),
    ("cancel", {"notice_date": "2026-11-30"}, "notice_time", "missing_time", {}),
    ("cancel", {"notice_time": "10:00"}, "notice_date", "missing_date", {}),
    ("cancel", {"notice_date": "2026-03-08", "notice_time": "02:00"}, "notice_time", "skipped", {}),
    ("cancel", {"notice_date": "2200-03-08", "notice_time": "12:00"}, "notice_date", "date_range", {}),
]


IN_LANGUAGES = [
    (code, *case)
    for index, case in enumerate(WRONG)
    for code in ("en", ("es", "ko", "fa")[index % 3])  # in English, and in one of the others by turns
]


@pytest.mark.parametrize(("code", "name", "values", "field", "key", "fields"), IN_LANGUAGES, ids=str)
def test_what_cannot_be_used_is_told_beside_its_field(  # noqa: PLR0917
    code: str,
    name: str,
    values: dict[str, str | tuple[str, ...]],
    field: str,
    key: str,
    fields: dict[str, object],
    person: Person,
) -> None:
    right: dict[str, str | tuple[str, ...]] = {
        **(PLAN if name == "plan" else VISIT if name in {"prepare", "cancel"} else {})
    }
    page = person.asks(f"/{code}/{name}", **{**right, **values})

    assert page.status == 422
    if "none" in fields:
        fields = {"none": labels(code)[f"none_{fields['none']}"]}
    told = problem(code, key, **fields)
    assert page.problems()[field].startswith(told)
    (line,) = [link for link in page.all("a") if link.get("href") == f"#{field}"]
    called = labels(code)["fold" if field.endswith("fold") else field]
    between = " " if called.endswith(("?", "؟")) else ": "
    assert line.text.startswith(f"{called}{between}{told.removeprefix(labels(code)['error_prefix'])}")
    is_well_built(page, code)
    assert page.said("title")[0].startswith(labels(code)["error_prefix"])
    (marked,) = [found for found in page.tree.iter() if found.get("id") == field]
    assert f"{field}-problem" in marked.get("aria-describedby")
    assert marked.tag == "fieldset" or marked.get("aria-invalid") == "true"
    sent = page.sent_by(page.main_form)
    for typed, value in values.items():  # so that nobody has to type it again
        back = sent.get(typed, ())
        assert back == ((value,) if isinstance(value, str) else value) or (typed, back) == ("per_week", ())


def test_the_summary_names_the_fields_in_the_order_of_the_form(person: Person) -> None:
    page = person.asks("/en/plan", date="", time="25:00", infusions="x", completed="", per_week="9", weekday=())
    (summary,) = page.all("div", class_="summary")

    assert ["".join(line.itertext()) for line in summary.iter("a")] == [
        "Date of the first visit: Enter a date.",
        "Time of the first visit: Enter a time in 24 hours, from 00:00 to 23:59.",
        "How many infusions? Enter a whole number from 1 to 1,000,000.",
        "How many infusions a week? Choose one of these.",
        "On which days can you come? Choose at least one day of the week.",
        "How many infusions have you had at this clinic before? Enter how many; 0 for none.",
    ]
    fields = [found.get("id") for found in page.main_form.iter() if found.get("id") in SHOWN["plan"]]
    assert fields == [link.get("href")[1:] for link in summary.iter("a")]


def test_a_problem_of_a_field_on_another_page_leads_nowhere(person: Person) -> None:
    page = person.asks("/en/prepare", **VISIT, substances="x" * 501)
    (summary,) = page.all("div", class_="summary")

    assert not [*summary.iter("a")]
    assert [line.text.partition(": ")[0] for line in summary.iter("li")] == [labels("en")["substances"]]


def test_none_among_other_lines_and_on_other_pages_is_no_problem(person: Person) -> None:
    assert person.asks("/en/screening", medications="none\nXanax").status == 200
    assert person.asks("/en/screening", medications="nonesuch").status == 200
    assert person.asks("/en/quote", medications="none").status == 200


def test_a_plan_that_does_not_fit_tells_what_would_help(person: Person) -> None:
    page = person.asks("/en/plan", **PLAN | {"infusions": "10"})

    assert page.problems()["infusions"] == (
        "Error: So many infusions do not fit into a first series. It would fit with this number of infusions: 9."
    )


def test_a_day_that_the_clinic_is_closed_on_is_told_with_remedies() -> None:
    closed = person_at(calendar=kc.ClinicCalendar(closed=[date(2026, 12, 1)], opens=time(9), closes=time(17)))
    told = closed.asks("/en/plan", **PLAN).problems()["date"]

    assert told.startswith("Error: The clinic takes nobody at that time of that day.")
    assert "It would fit if you could come on Tuesday, December 1, 2026." in told
    late = closed.asks("/en/plan", **PLAN | {"date": "2026-12-02", "time": "16:00"}).problems()["date"]
    assert "It would fit with a first visit at" in late


def test_a_plan_that_nothing_would_help_names_the_telephone() -> None:
    closed = person_at(calendar=kc.ClinicCalendar(closed=[(date(2026, 12, 1), date(2027, 12, 1))]))
    told = closed.asks("/en/plan", **PLAN).problems()["date"]

    assert told == problem("en", "first_date") + " No single change would help. Call (866) 987-7874."


def test_a_repeated_hour_asks_which_of_the_two(person: Person) -> None:
    twice = {"visit_date": "2026-11-01", "visit_time": "01:30"}
    asked = person.asks("/en/cancel", **twice)
    choices = asked.all("input", name="visit_fold")

    assert [choice.get("value") for choice in choices] == ["0", "1"]
    assert "The first time: Sunday, November 1, 2026, 1:30 AM (Pacific Daylight Time)" in asked.said("label")
    assert "The second time, an hour later: Sunday, November 1, 2026, 1:30 AM (Pacific Standard Time)" in (
        asked.said("label")
    )
    deadlines = []
    for fold in ("0", "1"):
        page = person.fills(asked, visit_fold=fold)
        deadlines += [found.get("datetime") for found in page.all("time")][1:2]
    assert deadlines == ["2026-10-30T01:30:00-07:00", "2026-10-30T02:30:00-07:00"]


def test_a_step_from_a_plan_in_a_repeated_hour_knows_which_one(person: Person) -> None:
    asked = person.asks("/en/plan", **PLAN | {"date": "2026-11-01", "time": "01:30"}, weekday=EVERY_DAY)
    page = person.fills(asked, fold="1")
    label = labels("en").word("for_visit", what=labels("en")["to_prepare"], number=1, day="Sunday, November 1, 2026")
    opened = person.presses(page, label)

    assert person.fills(opened).status == 200
    assert opened.carried["visit_fold"] == ("1",)


def test_now_is_what_the_clock_of_the_site_says() -> None:
    late = person_at(clock=lambda: datetime(2026, 11, 30, 18, tzinfo=UTC))
    page = late.asks("/en/cancel", **VISIT)

    assert "Checked as of Monday, November 30, 2026, 10:00\u202fAM" in page.text
    told = kc.assess_cancellation(
        kc.Visit.at(datetime(2026, 12, 1, 18, tzinfo=UTC), number=1),
        notified=datetime(2026, 11, 30, 18, tzinfo=UTC),
    )
    assert told.outcome is kc.Outcome.LATE
    assert kc.render(told, form="html") in page.text


# ---- Calendar files


def calendar_of(person: Person, address: str, page: Page) -> Any:
    response = person.client.post(address, data=page.carried)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/calendar; charset=utf-8"
    assert response.headers["content-disposition"] == f'attachment; filename="{address.rpartition("/")[2]}"'
    return icalendar.Calendar.from_ical(response.content)


def test_a_plan_and_a_sheet_are_given_as_calendar_files_of_one_booking(person: Person) -> None:
    page = person.asks("/es/plan", **PLAN, medications=MARK)
    plan = calendar_of(person, "/es/plan.ics", page)
    words = labels("es")
    third = words.word("for_visit", what=words["to_prepare"], number=3, day=words.day(date(2026, 12, 5)))
    sheet = calendar_of(person, "/es/visit.ics", person.fills(person.presses(page, third)))
    of_plan = {str(event["UID"]) for event in plan.walk("VEVENT")}
    of_sheet = {str(event["UID"]) for event in sheet.walk("VEVENT")}

    assert len(of_plan) > len(of_sheet) > 0
    assert of_sheet <= of_plan
    assert MARK not in str(plan.to_ical()) + str(sheet.to_ical())


def test_a_calendar_file_of_a_wrong_form_is_the_form_with_its_problems(person: Person) -> None:
    page = person.opens("/en/plan")
    answer = person.sends("/en/plan.ics", {**page.sent_by(page.main_form), "date": "x"})

    assert (answer.status, set(answer.problems())) == (422, {"date", "time"})


def test_a_booking_that_is_none_of_ours_is_not_taken_into_a_file(person: Person) -> None:
    page = person.asks("/en/prepare", **VISIT, booking=f"x\r\nX-{MARK}:y")

    assert MARK not in str(calendar_of(person, "/en/visit.ics", page).to_ical())


# ---- Hostile input


@pytest.mark.parametrize("name", SHOWN)
def test_hostile_input_is_inert_and_comes_back_as_it_was(name: str, person: Person) -> None:
    page = person.opens(f"/en/{name}")
    sent = page.sent_by(page.main_form)
    hostile = dict.fromkeys(SHOWN[name], HOSTILE)
    answer = person.fills(page, **hostile)
    opened = person.presses(answer, labels("en")["change"]) if answer.status == 200 else answer

    for shown in (answer, opened):
        is_well_built(shown, "en")
        assert not shown.all("img")
    back = opened.sent_by(opened.main_form)
    for field in sent.keys() & hostile.keys() - {"none", "weekday", "per_week", "chronic_pain", "consultation"}:
        assert back[field] == (HOSTILE,)
    offered = {"none", "weekday", "per_week", "chronic_pain", "consultation"}  # and a form offers nothing else
    for field in hostile.keys() - offered - ({"fold", "visit_fold", "notice_fold"} if answer.status == 422 else set()):
        assert answer.carried[field] == (HOSTILE,)


def test_a_name_that_is_markup_stands_in_the_answer_as_text(person: Person) -> None:
    page = person.asks("/fa/screening", medications="<b>Xanax</b>\n<script>x</script>")

    assert page.status == 200
    assert "<b>" not in page.text
    assert escape("<b>Xanax</b>") in page.text
    is_well_built(page, "fa")


def test_control_characters_are_dropped_and_joiners_stay(person: Person) -> None:
    page = person.asks("/fa/screening", medications="a\x00\x1b[31m\r\nب\u200cپ")

    assert page.carried["medications"] == ("a[31m\nب\u200cپ",)


@pytest.mark.parametrize("text", ["2026-12-01T10:00:00", "0001-01-01T00:00:00+14:00", "x", "9999-12-31T23:59:59-14:00"])
def test_a_plan_that_was_tampered_with_is_refused(text: str, person: Person) -> None:
    page = person.asks("/en/cancel", **VISIT, reserved=(text,))

    assert page.status in {200, 422}
    assert page.status == 422
    assert labels("en").error("reserved") in page.said("li")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"reserved": ("2026-12-01T10:00:00-08:00", "1500-01-01T00:00:00+00:00")}, "reserved"),
        ({"reserved": ("2026-12-01T10:00:00-08:00", "2300-01-01T00:00:00+00:00")}, "reserved"),
        (
            {
                "visit_number": "1000000",
                "reserved": ("2026-12-01T10:00:00-08:00", "2026-12-03T10:00:00-08:00"),
            },
            "whole_number",
        ),
    ],
)
def test_a_plan_of_visits_that_cannot_be_is_refused(values: dict[str, Any], told: str, person: Person) -> None:
    page = person.asks("/en/cancel", **VISIT | values)

    assert page.status == 422
    assert any(labels("en").error(told, least=0, most="1,000,000") in text for text in page.said("li"))


@pytest.mark.parametrize(
    ("address", "fields"),
    [("/en/plan", ("",)), ("/en/prepare", ("visit_",)), ("/es/cancel", ("visit_",)), ("/en/cancel", ("notice_",))],
)
@pytest.mark.parametrize(("day", "clock"), [("9999-12-31", "23:59"), ("0001-01-01", "00:00"), ("1899-12-31", "12:00")])
def test_a_date_that_no_clock_can_show_is_told_beside_its_field(
    address: str, fields: tuple[str], day: str, clock: str, person: Person
) -> None:
    (prefix,) = fields
    usual = PLAN if address.endswith("plan") else VISIT
    typed = {**usual, f"{prefix}date": day, f"{prefix}time": clock}
    page = person.asks(address, **typed)
    shown = person.sends(address, {**page.carried, **typed, "step": "form"})

    assert page.status == 422
    assert page.problems()[f"{prefix}date"].endswith(labels(address[1:3]).error("date_range"))
    assert shown.status == 200
    assert shown.carried[f"{prefix}date"] == (day,)


@pytest.mark.parametrize("text", ["", "1@", "x@2026-12-01T10:00:00-08:00", "1@2026-12-01T10:00:00", "@@"])
def test_a_step_that_was_tampered_with_opens_the_form(text: str, person: Person) -> None:
    page = person.asks("/en/plan", **PLAN)

    assert person.sends("/en/cancel", {**page.carried, "visit": text}).status == 200


@pytest.mark.parametrize(
    "number", ["\0\x1b\r\nX", "1\r\n", " 1", "", "-1", "1.0", "12345678", "1\x00", "\u06f1", "<b>", "1" * 5_000]
)
def test_a_step_about_no_number_takes_nothing(number: str, person: Person) -> None:
    starts = "@2027-02-03T10:00:00-08:00"
    page = person.asks("/en/plan", **PLAN)
    shown = person.sends("/en/cancel", {**page.carried, "visit": number + starts})
    (field,) = shown.all("input", name="visit_number", id="visit_number")

    assert shown.status == 200
    assert field.get("value") == "1"  # which a form begins with
    assert shown.carried["visit_date"] == ("",)
    taken = person.sends("/en/cancel", {**page.carried, "visit": "1000000" + starts}).carried
    assert (taken["visit_number"], taken["visit_date"]) == (("1000000",), ("2027-02-03",))


def test_what_was_typed_stands_in_no_repr() -> None:
    typed, others = read_form(f"medications={MARK}&step=form".encode())

    assert typed.one("medications") == MARK
    assert others == {"step": "form"}
    assert MARK not in repr(typed)


def test_fields_of_no_page_are_dropped() -> None:
    typed, _ = read_form(b"name=Jane&medications=x")

    assert typed == Typed({"medications": ("x",)})


@pytest.mark.parametrize(
    "body", [b"medications=\xff", b"medications=%ff", b"medications", b"&".join([b"none=x"] * 201)]
)
def test_a_body_that_no_form_of_ours_sends_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableFormError, match="^expected an urlencoded form$"):
        read_form(body)


# ---- Headers, forms of others, sizes


def sent_raw(person: Person, body: bytes | Iterator[bytes], **headers: str) -> Any:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return person.client.post("/en/quote", content=body, headers=names)


FORM = "application/x-www-form-urlencoded"


def every_kind_of_answer(person: Person) -> dict[str, Any]:
    client = person.client
    page = person.opens("/en/quote")
    return {
        "redirect": client.get("/", follow_redirects=False),
        "page": page.response,
        "answer": person.fills(page).response,
        "problem": person.fills(page, infusions="x").response,
        "404": client.get("/en/nothing"),
        "404 language": client.get("/xx/quote"),
        "404 deep": client.get("/en/quote/more/and/more"),
        "405": client.put("/en/quote"),
        "403": client.post("/en/quote", data={"infusions": "6"}),
        "413": sent_raw(person, b"x" * 263_000, content_type=FORM),
        "413 form": person.fills(person.opens("/en/screening"), medications="x" * 17_000).response,
        "403 form": client.post("/en/quote", data={"infusions": "6"}, headers={"sec-fetch-site": "same-origin"}),
        "start": person.sends("/en", person.opens("/en/quote").carried).response,
        "415": sent_raw(person, b"{}", content_type="application/json"),
        "400": sent_raw(person, b"medications=\xff", content_type=FORM),
        "host": client.get("/en", headers={"host": "rebound.example"}),
        "api": client.post("/api/quote", json={"schema": "ketaclinic/quote@1", "infusions": 6}),
        "api 404": client.get("/api/schemas/nothing"),
        "openapi": client.get("/api/openapi.json"),
        "style": client.get("/static/style.css"),
        "static 404": client.get("/static/..%2fapp.py"),
    }


STRICT = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
DIRECTIVES = {
    *("default-src 'none'", "style-src 'self'", "img-src 'self'", "form-action 'self'"),
    *("base-uri 'none'", "frame-ancestors 'none'"),
}


def test_every_answer_has_strict_headers(person: Person) -> None:
    for kind, response in every_kind_of_answer(person).items():
        kept = {"cache-control": "public, max-age=3600"} if kind == "style" else {}
        assert {name: response.headers.get(name) for name in STRICT} == STRICT | kept, kind
        assert {*response.headers["content-security-policy"].split("; ")} == DIRECTIVES
        assert "server" not in response.headers
        assert "strict-transport-security" not in response.headers


def test_every_kind_of_answer_has_its_status(person: Person) -> None:
    statuses = {kind: response.status_code for kind, response in every_kind_of_answer(person).items()}

    assert statuses == {
        "redirect": 302,
        "page": 200,
        "answer": 200,
        "problem": 422,
        "404": 404,
        "404 language": 404,
        "404 deep": 404,
        "405": 405,
        "403": 403,
        "413": 413,
        "413 form": 413,
        "403 form": 403,
        "start": 200,
        "415": 415,
        "400": 400,
        "host": 400,
        "api": 200,
        "api 404": 404,
        "openapi": 200,
        "style": 200,
        "static 404": 404,
    }


@pytest.mark.parametrize(("status", "code"), [(404, "es"), (403, "fa"), (413, "ko")])
def test_an_error_is_told_in_the_language_of_the_page(status: int, code: str, person: Person) -> None:
    response = {
        404: lambda: person.client.get(f"/{code}/nothing"),
        403: lambda: person.client.post(f"/{code}/quote", data={"infusions": "1"}),
        413: lambda: person.client.post(f"/{code}/quote", content=b"x" * 263_000, headers={"content-type": FORM}),
    }[status]()

    assert response.status_code == status
    assert Page(response).said("h1") == [labels(code).error(f"page_{status}")]
    is_well_built(Page(response), code)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(person: Person) -> None:
    cookie = person.client.get("/en/quote").headers["set-cookie"].lower()

    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie  # on loopback, there is no TLS
    assert "max-age" not in cookie
    assert "expires" not in cookie


def test_behind_tls_the_cookie_and_the_browser_are_kept_to_it() -> None:
    person = person_at(is_behind_tls=True)
    response = person.client.get("/en/quote")
    name, *attributes = response.headers["set-cookie"].split("; ")

    # By this name, a browser takes it from this very host alone, and from none beside or above it.
    assert name.startswith("__Host-form=")
    assert {each.lower() for each in attributes} == {"secure", "path=/", "httponly", "samesite=strict"}
    token = name.partition("=")[2]
    sent = Page(response).sent_by(Page(response).main_form)
    for cookie, status in ((f"__Host-form={token}", 200), (f"form={token}", 403)):
        person.client.cookies.clear()
        answer = person.client.post("/en/quote", data=sent, headers={"cookie": cookie})
        assert answer.status_code == status
    assert response.headers["strict-transport-security"] == "max-age=31536000"


def test_a_form_without_its_cookie_or_token_is_refused(person: Person) -> None:
    page = person.opens("/en/quote")
    sent = page.sent_by(page.main_form)
    (token,) = sent["form_token"]
    stranger = person_at(secret=b"x" * 32).opens("/en/quote")
    forged = stranger.sent_by(stranger.main_form)["form_token"][0]
    bad: list[tuple[dict[str, Any], str | None]] = [
        ({**sent, "form_token": ""}, token),
        ({name: value for name, value in sent.items() if name != "form_token"}, token),
        (sent, None),
        ({**sent, "form_token": token[:-1]}, token[:-1]),
        ({**sent, "form_token": forged}, forged),
        ({**sent, "form_token": "é"}, token),
        ({**sent, "form_token": "."}, "."),
    ]
    for values, cookie in bad:
        person.client.cookies.clear()
        headers = {} if cookie is None else {"cookie": f"form={cookie}"}
        assert person.client.post("/en/quote", data=values, headers=headers).status_code == 403
    headers = {"cookie": f"form={token}"}
    assert person.client.post("/en/quote", data=sent, headers=headers).status_code == 200


def test_a_form_that_comes_from_here_without_its_cookie_comes_back_filled(person: Person) -> None:
    page = person.opens("/es/screening")
    sent = {**page.sent_by(page.main_form), "medications": f"{MARK}\nXanax", "none": ("substances",)}
    person.client.cookies.clear()
    response = person.client.post("/es/screening", data=sent, headers={"sec-fetch-site": "same-origin"})
    refused = Page(response)

    assert refused.status == 403
    assert labels("es").errors["send_again"] in refused.said("p")
    assert not refused.all("div", class_="answer")  # nothing was checked
    back = refused.sent_by(refused.main_form)
    assert (back["medications"], back["none"]) == ((f"{MARK}\nXanax",), ("substances",))
    assert back["form_token"] != sent["form_token"]
    is_well_built(refused, "es")
    assert person.fills(refused).status == 200
    # What leads elsewhere asks for nothing that has to be proven.
    person.client.cookies.clear()
    moved = {**sent, "step": "form"}
    response = person.client.post("/fa/plan", data=moved, headers={"sec-fetch-site": "same-origin"})
    assert (response.status_code, Page(response).carried["medications"]) == (200, (f"{MARK}\nXanax",))


ELSEWHERE = [
    *("cross-site", "same-site", "", "null", "Same-Origin", "same-origin, same-origin", "same-origin, cross-site"),
    "same-originx",
]


@pytest.mark.parametrize("site", ELSEWHERE)
@pytest.mark.parametrize("address", ["/en/screening", "/en/visit.ics", "/en", "/xx/quote", "/en/nothing"])
def test_a_form_of_another_site_is_refused_even_with_a_token_of_ours(address: str, site: str, person: Person) -> None:
    # Anybody can fetch a cookie with its token here, and a site beside this one may plant the cookie.
    page = person.opens("/en/quote")
    sent = {**page.sent_by(page.main_form), "medications": MARK, **VISIT}
    for more in ({}, {"step": "form"}, {"visit": f"1@2026-12-01T10:00:00-08:00{MARK}"}):
        response = person.client.post(address, data={**sent, **more}, headers={"sec-fetch-site": site})
        assert response.status_code == (404 if address in {"/xx/quote", "/en/nothing"} else 403)
        assert MARK not in response.text
        assert sent["form_token"][0] not in response.text
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize("sites", [("same-origin", "cross-site"), ("cross-site", "same-origin"), ("none", "none")])
def test_what_is_said_twice_is_not_believed(sites: tuple[str, str]) -> None:
    scope: Any = {"type": "http", "headers": [(b"sec-fetch-site", site.encode()) for site in sites]}
    request = Request[Any, Any, Any](scope)

    assert is_from_elsewhere(request)
    assert not is_from_here(request)


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_a_form_of_ours_is_answered_whatever_its_origin_is_called(site: str, person: Person) -> None:
    page = person.opens("/en/quote")
    headers = {"sec-fetch-site": site, "origin": "null"}  # as browsers say where no referrer is sent

    response = person.client.post("/en/quote", data=page.sent_by(page.main_form), headers=headers)
    assert response.status_code == 200


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
@pytest.mark.parametrize("address", ["/en/screening", "/en/visit.ics", "/en"])
def test_a_form_of_another_site_is_not_shown_with_what_it_brings(address: str, site: str, person: Person) -> None:
    sent = {"medications": MARK, "step": "form", **VISIT}
    response = person.client.post(address, data=sent, headers={"sec-fetch-site": site})

    assert response.status_code == 403
    assert MARK not in response.text
    assert Page(response).said("h1") == [labels("en").error("page_403")]


def test_a_file_is_not_made_of_a_form_without_its_cookie(person: Person) -> None:
    response = person.client.post("/en/visit.ics", data=VISIT, headers={"sec-fetch-site": "same-origin"})

    assert response.status_code == 403
    assert Page(response).carried["visit_date"] == ("2026-12-01",)


def test_several_processes_with_one_secret_take_each_others_forms() -> None:
    one, other = (person_at(secret=b"s" * 32) for _ in range(2))
    page = one.opens("/en/quote")
    other.client.cookies.update(one.client.cookies)

    assert other.sends("/en/quote", page.sent_by(page.main_form)).status == 200


def test_a_form_that_is_too_large_is_refused_however_it_is_sent(person: Person) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"medications="
        for _ in range(263):
            yield b"x" * 1_000

    assert sent_raw(person, pieces(), content_type=FORM).status_code == 413
    page = person.opens("/en/screening")
    lists = {name: "\n".join(["x" * 400] * lines) for name, lines in (("medications", 26), ("conditions", 13))}
    assert person.fills(page, **lists).status == 200


MEDICINES = (
    *("سرترالین ۵۰ میلی‌گرم صبح‌ها", "آلپرازولام گاهی شب‌ها", "لاموتریژین ۲۵ میلی‌گرم"),
    *("لووتیروکسین صبح‌ها ناشتا", "متفورمین ۱۰۰۰ میلی‌گرم"),
)
CONDITIONS = ("فشار خون بالا", "اضطراب فراگیر", "دیابت نوع دو", "کم‌کاری تیروئید", "میگرن")
SUBSTANCES = ("ماری‌جوانا", "الکل", "سیگار", "قهوه", "تریاک")


def test_the_longest_way_that_a_patient_goes_fits_into_a_form(person: Person) -> None:
    starts = tuple(f"2026-{month:02}-{day:02}T10:00:00-07:00" for month in (7, 8, 9) for day in range(1, 15, 2))
    lists = {
        name: "\r\n".join(entries * 8)
        for name, entries in (("medications", MEDICINES), ("conditions", CONDITIONS), ("substances", SUBSTANCES))
    }
    notice: dict[str, Any] = {"notice_date": "2026-07-01", "notice_time": "09:00", "notice_fold": "0"}
    carried: dict[str, Any] = {
        **PLAN,
        "fold": "0",
        "weekday": EVERY_DAY,
        "chronic_pain": "no",
        "consultation": "1",
        **lists,
    }
    page = person.asks("/fa/cancel", **VISIT | {"visit_fold": "0"}, **notice, **carried, none=LISTS, reserved=starts)
    sent = {name: tuple(value.replace("\n", "\r\n") for value in values) for name, values in page.carried.items()}

    assert (len(starts), len("".join(lists.values()).split("\r\n"))) == (21, 118)
    assert {*sent} >= {*FIELDS}
    assert len(urllib.parse.urlencode(sent, doseq=True)) > 11_000  # each letter is sent as six bytes
    assert person.sends("/fa/cancel", sent).status == 200


def test_a_form_that_is_too_large_comes_back_filled_and_unchecked(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = person.opens("/en/screening")
    sent: dict[str, Any] = {**page.sent_by(page.main_form), "medications": "Xanax", "conditions": ""}
    room = 16 * 1024 - len(urllib.parse.urlencode(sent, doseq=True))
    asked = []
    monkeypatch.setitem(pages.PAGES, "screening", lambda entries, _: asked.append(entries))

    for more in (0, 1):
        answer = person.sends("/en/screening", {**sent, "conditions": "x" * (room + more)})
        assert (answer.status, len(asked)) == ((422, 1), (413, 1))[more]
    assert answer.problems() == {"conditions": problem("en", "too_large")}
    back = answer.sent_by(answer.main_form)
    assert (back["medications"], len(back["conditions"][0])) == (("Xanax",), room + 1)
    spanish = person.presses(answer, "español")
    assert (spanish.status, spanish.carried["conditions"]) == (200, back["conditions"])


@pytest.mark.parametrize("address", ["/", "/en", "/fa/plan", "/api", "/api/openapi.json", "/static/style.css", "/en/x"])
def test_head_is_answered_as_get_is_without_a_body(address: str, person: Person) -> None:
    got, asked = (person.client.request(method, address, follow_redirects=False) for method in ("GET", "HEAD"))
    varying = {"set-cookie"}

    assert asked.content == b""
    assert asked.status_code == got.status_code
    assert {name: value for name, value in asked.headers.items() if name not in varying} == {
        name: value for name, value in got.headers.items() if name not in varying
    }


def raw(method: str, address: str, host: str) -> list[Any]:
    """What the application sends to a server for a request that no client library would make."""
    sent: list[Any] = []
    scope: Any = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": address,
        "raw_path": address.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", host.encode())],
        "client": ("127.0.0.1", 1),
        "server": (HOST, 80),
        "extensions": {},
    }

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(create_app(hosts=(HOST,))(scope, receive, send))
    return sent


def test_no_body_of_an_answer_to_head_is_sent() -> None:
    sent = raw("HEAD", "/en", HOST)

    assert sent[0]["status"] == 200
    assert {message["body"] for message in sent[1:]} == {b""}


# ---- What is wrong with the request or with us tells nothing of what was typed


def test_no_error_repeats_what_was_sent(person: Person) -> None:
    client = person.client
    responses = [
        client.get(f"/en/{MARK}"),
        client.get(f"/{MARK}"),
        client.get(f"/en/quote?x={MARK}"),
        client.post("/en/quote", data={"medications": MARK}),
        client.post("/en/quote", content=f"medications={MARK}\xff".encode(), headers={"content-type": FORM}),
        client.post("/en/quote", content=(MARK * 9_000).encode(), headers={"content-type": FORM}),
        client.post("/en/quote", json={"medications": MARK}),
        client.post(f"/api/{MARK}", json={}),
        client.post("/api/quote", json={"schema": "ketaclinic/quote@1", "infusions": MARK, MARK: MARK}),
        client.post("/api/quote", json={"schema": MARK}),
        client.post("/api/proposals", json={"first": MARK, "infusions": 6}),
        client.post("/api/proposals", json={"first": "2026-12-01T10:00:00-08:00", "infusions": 6, MARK: 1}),
        client.post("/api/screening", json={"schema": "ketaclinic/screening@1", "medications": MARK}),
    ]
    for response in responses:
        assert MARK not in response.text
        assert MARK not in str(response.headers)
        assert "Traceback" not in response.text


def test_an_error_of_our_own_is_logged_by_its_kind_and_place_alone(
    person: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(MARK)

    monkeypatch.setitem(pages.PAGES, "screening", broken)
    page = person.asks("/es/screening", medications=MARK)

    assert page.status == 500
    assert page.said("h1") == [labels("es").error("page_500")]
    assert MARK not in page.text
    assert [record.getMessage() for record in caplog.records if record.name == "examples.web"] == [
        f"RuntimeError at test_web.py:{broken.__code__.co_firstlineno + 1}"
    ]
    assert MARK not in caplog.text + "".join(capfd.readouterr())
    assert all(record.exc_info is None for record in caplog.records if record.name == "examples.web")


@pytest.mark.parametrize("port", ["x", "99999", "65536", "8765/../x", "80:80", "80 ", "\u0661"])
def test_a_host_with_a_port_that_is_none_is_refused_as_any_other_and_nothing_is_logged(
    port: str, caplog: pytest.LogCaptureFixture
) -> None:
    for address in ("/en", "/en/screening", "/api", "/api/openapi.json", "/nope/x/y"):
        sent = raw("GET", address, f"{HOST}:{port}")
        assert sent[0]["status"] in ({400, 404} if "nope" in address else {400})
        assert b"content-security-policy" in dict(sent[0]["headers"])
    assert not caplog.records


@pytest.mark.parametrize("port", ["", ":", ":1", ":80", ":65535"])
def test_the_host_may_have_any_port(port: str, client: TestClient[Any]) -> None:
    assert client.get("/en", headers={"host": f"{HOST.upper()}{port}"}).status_code == 200


def test_nothing_that_is_typed_is_logged_or_printed_or_kept_by_the_framework(
    person: Person, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    from litestar._parsers import parse_url_encoded_form_data  # which keeps the last 1,024 bodies for good

    kept = parse_url_encoded_form_data.cache_info()
    with caplog.at_level(logging.DEBUG):
        page = person.asks("/en/screening", medications=MARK, conditions=f"{MARK} {MARK}")
        assert page.status == 200
        page = person.presses(page, labels("en")["to_plan"])
        page = person.fills(page, **PLAN)
        person.client.post("/en/plan.ics", data=page.carried)
        person.client.post("/api/screening", json={"schema": "ketaclinic/screening@1", "medications": [MARK]})

    assert MARK not in caplog.text + "".join(capfd.readouterr())
    assert parse_url_encoded_form_data.cache_info() == kept
    assert MARK not in str(person.client.cookies)


def test_only_a_price_of_which_nothing_is_told_is_kept(person: Person) -> None:
    views._anyones.cache_clear()
    person.asks("/en/quote", infusions="3")
    person.asks("/en/quote", infusions="3", medications=MARK)
    person.asks("/en/quote", infusions="3", conditions=f"schizophrenia\n{MARK}")
    person.asks("/en/quote", infusions="3", chronic_pain="yes")
    assert views._anyones.cache_info().currsize == 1
    person.asks("/en/quote", infusions="3", conditions="depression")
    person.asks("/en/quote", infusions="3", chronic_pain="no")
    answers(person, "en")
    assert views._anyones.cache_info().currsize == 2  # the price of six infusions, too


def test_one_command_serves_it_on_loopback_and_prints_nothing_but_its_address() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "examples.web", str(port)]
    serving = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
    try:
        assert serving.stdout is not None
        base = serving.stdout.readline().strip()
        assert base == f"http://127.0.0.1:{port}/"
        text, cookie = answered(f"{base}en/screening")
        token = Page(Plain(text)).sent_by(Page(Plain(text)).main_form)["form_token"][0]
        sent = urllib.parse.urlencode({"form_token": token, "medications": MARK}).encode()
        text, _ = answered(f"{base}en/screening", sent, cookie=cookie.partition(";")[0])
        assert MARK in text
    finally:
        serving.terminate()
        rest, _ = serving.communicate(timeout=20)
    assert rest == ""


class Plain:
    """An answer that was read without a client of the framework."""

    status_code = 200

    def __init__(self, text: str) -> None:
        self.text = text


def answered(address: str, sent: bytes | None = None, *, cookie: str = "") -> tuple[str, str]:
    """The text and the cookie of an answer; the server may still be starting."""
    request = urllib.request.Request(address, data=sent, headers={"cookie": cookie})  # noqa: S310
    for _ in range(200):
        try:
            with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
                assert "server" not in response.headers
                return response.read().decode(), response.headers.get("set-cookie", "")
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionRefusedError):
                raise
            sleep(0.1)
    raise AssertionError("the server does not start")
