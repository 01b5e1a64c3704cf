"""The web front end as a person meets it: a real browser, the keyboard, a phone's width, and axe-core's rules.

Run with `pytest -m browser`. It needs Chromium with its driver, and the path of axe-core's `axe.min.js` in `AXE_CORE`;
without them nothing here runs, and each test says so.
"""

import base64
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

import ketaclinic as kc

AXE = Path(os.environ.get("AXE_CORE", "nowhere"))
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
MISSING = [
    name
    for name, is_there in (
        ("chromium", CHROMIUM),
        ("chromedriver", DRIVER),
        ("selenium", find_spec("selenium")),
        ("axe-core (AXE_CORE)", AXE.is_file()),
    )
    if not is_there
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"not run: no {', '.join(MISSING)}"),
]

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
PHONE, DESKTOP, SMALLEST = 390, 1280, 320
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking",
    "--disable-component-update --disable-sync --lang=en-US",
)
SHOTS = os.environ.get("SCREENSHOTS")
"""A folder for a screenshot of each page; none are kept without it."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The address of the application on this machine."""
    import uvicorn

    from examples.web.app import create_app

    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    config = uvicorn.Config(create_app(clock=lambda: NOW), log_level="warning", access_log=False, ws="none")
    server = uvicorn.Server(config)
    serving = Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    serving.join(20)
    listening.close()


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Any]:
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(CHROMIUM)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    for flag in (*" ".join(FLAGS).split(), f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(str(DRIVER)))
    yield driver
    driver.quit()


class Person:
    """Somebody at the keyboard, who never touches a pointer."""

    def __init__(self, browser: Any, site: str, name: str) -> None:
        self.browser = browser
        self.site = site
        self.name = name
        self.seen = 0
        self.wide(PHONE)

    def wide(self, width: int) -> None:
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < DESKTOP}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def opens(self, path: str) -> None:
        self.browser.get(self.site + path)
        self.looks()

    def keys(self, *keys: str) -> None:
        from selenium.webdriver import ActionChains

        chain = ActionChains(self.browser)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def focused(self) -> Any:
        return self.browser.switch_to.active_element

    def goes_to(self, is_it: Callable[[Any], bool]) -> Any:
        """Press the tabulator until the focus is there."""
        from selenium.webdriver.common.keys import Keys

        for _ in range(120):
            self.keys(Keys.TAB)
            if is_it(self.focused()):
                self.sees_the_focus()
                return self.focused()
        raise AssertionError("the keyboard does not get there")

    def field(self, id: str) -> Any:
        return self.goes_to(lambda found: found.get_attribute("id") == id)

    def types(self, id: str, text: str) -> None:
        from selenium.webdriver import ActionChains
        from selenium.webdriver.common.keys import Keys

        kind = self.field(id).get_attribute("type")
        if kind in {"date", "time"}:
            self.keys(text)
        else:
            ActionChains(self.browser).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
            self.keys(Keys.DELETE, text)

    def ticks(self, id: str) -> None:
        self.field(id)
        self.keys(" ")

    def presses(self, text: str) -> None:
        """Go to the button or link of that text and press Enter on it."""
        from selenium.webdriver.common.keys import Keys

        self.goes_to(lambda found: found.tag_name in {"button", "a"} and found.text == text)
        before = self.browser.find_element("tag name", "html")
        self.keys(Keys.ENTER)
        self.waits(lambda: self.is_gone(before) and self.script("return document.readyState") == "complete")
        self.looks()

    def presses_link_to_field(self, text: str, id: str) -> None:
        """Go from the summary of problems to the field that one of them is about."""
        from selenium.webdriver.common.keys import Keys

        self.goes_to(lambda found: found.tag_name == "a" and found.text == text)
        self.keys(Keys.ENTER)
        self.waits(lambda: self.focused().get_attribute("id") == id)

    def saves(self, text: str, path: Path) -> None:
        """Press a button whose answer is a file."""
        from selenium.webdriver.common.keys import Keys

        self.goes_to(lambda found: found.tag_name == "button" and found.text == text)
        self.keys(Keys.ENTER)
        self.waits(path.exists)

    def is_gone(self, element: Any) -> bool:
        from selenium.common.exceptions import WebDriverException

        try:
            element.is_enabled()
        except WebDriverException:
            return True
        return False

    def waits(self, until: Callable[[], Any]) -> None:
        deadline = monotonic() + 30
        while not until():
            assert monotonic() < deadline, "waited in vain"
            sleep(0.05)

    def script(self, text: str, *arguments: object) -> Any:
        return self.browser.execute_script(text, *arguments)

    def sees_the_focus(self) -> None:
        """What has the focus is on the screen, and outlined."""
        outline, top, bottom, height = self.script(
            "const it = document.activeElement, box = it.getBoundingClientRect();"
            "return [getComputedStyle(it).outlineStyle, box.top, box.bottom, innerHeight]"
        )
        assert outline != "none"
        assert bottom > 0
        assert top < height

    def looks(self) -> None:
        """Hold the page against the rules at each width, and keep a picture of it if one is wanted."""
        self.seen += 1
        for width in (SMALLEST, DESKTOP // 2, DESKTOP, PHONE):  # the second is a desktop at 200 % zoom
            self.wide(width)
            self.nothing_sticks_out()
            if width in {DESKTOP, PHONE}:
                self.breaks_no_rule()
                self.is_pictured(width)
        self.script("document.documentElement.style.fontSize = '200%'")  # text alone, on a phone
        self.nothing_sticks_out()
        self.script("document.documentElement.style.fontSize = ''")

    def nothing_sticks_out(self) -> None:
        taken, there = self.script("const page = document.documentElement; return [page.scrollWidth, page.clientWidth]")
        assert taken <= there, f"{taken} of {there} pixels on {self.browser.current_url}"

    def breaks_no_rule(self) -> None:
        if not self.script("return typeof axe === 'object'"):
            self.script(AXE.read_text(encoding="utf-8"))
        found = self.browser.execute_async_script(
            "const done = arguments[0]; axe.run().then(found => done("
            "[found.passes.length, found.violations.map(rule => [rule.impact, rule.id, rule.nodes[0].html])]))"
        )
        passed, broken = found
        assert passed > 10
        assert [rule for rule in broken if rule[0] in {"serious", "critical"}] == []

    def is_pictured(self, width: int) -> None:
        if SHOTS is None:
            return
        height = min(3_000, self.script("return document.documentElement.scrollHeight"))
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        taken = self.browser.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path = Path(SHOTS) / f"{self.name}-{self.seen:02}-{width}.png"
        path.write_bytes(base64.b64decode(taken["data"]))

    def reads(self, selector: str) -> list[str]:
        return [found.text for found in self.browser.find_elements("css selector", selector)]


@pytest.mark.parametrize("code", ["en", "es", "fa"])
def test_a_patient_gets_through_by_keyboard(code: str, browser: Any, site: str, downloads: Path) -> None:
    from examples.web.labels import labels

    words, locale = labels(code), labels(code).locale
    person = Person(browser, site, code)
    browser.delete_all_cookies()
    person.opens(f"/{code}")
    assert person.script("return getComputedStyle(document.body).direction") == ("rtl" if code == "fa" else "ltr")

    # Intake: first an empty form is sent, then it is filled in.
    person.presses(words["screening"])
    person.presses(words["screening_send"])
    problem = f"{words['medications']}: {words.error('nothing_entered')}"
    assert person.reads(".summary a") == [problem]
    person.presses_link_to_field(problem, "medications")
    person.keys("Klonopin 1 mg\nzoloff")
    person.types("conditions", "asthma")
    person.ticks("none-substances")
    person.presses(words["screening_send"])
    screened = kc.screen(medications=["Klonopin 1 mg", "zoloff"], conditions=["asthma"], substances=[])
    assert person.reads(".answer th[scope=row]") == [finding.entry for finding in screened.findings]
    assert ("The doctor" in person.reads(".answer")[0]) is True  # English leads until a translation is reviewed

    # Price.
    person.presses(words["to_quote"])
    person.types("infusions", "5")
    person.presses(words["quote_send"])
    assert "3,000.00" in person.reads(".answer h2")[0]

    # Plan: a wrong hour first, which the clocks skip.
    person.presses(words["to_plan"])
    person.types("date", "03142027")
    person.types("time", "0230AM")
    person.presses(words["plan_send"])
    assert person.reads("#time-problem") == [words["error_prefix"] + words.error("skipped")]
    person.types("time", "1000AM")
    person.presses(words["plan_send"])
    visits = kc.propose_plan(first=datetime(2027, 3, 14, 17, tzinfo=UTC), infusions=5).visits
    assert len(person.reads("td.visit")) == 5
    saved = downloads / "plan.ics"
    saved.unlink(missing_ok=True)
    person.saves(words["file_plan"], saved)
    assert saved.read_bytes().startswith(b"BEGIN:VCALENDAR")

    # Preparation of the second visit, and its cancellation.
    second = words.day(visits[1].starts.date())
    person.presses(words.word("for_visit", what=words["to_prepare"], number=2, day=second))
    assert browser.find_element("id", "visit_date").get_attribute("value") == visits[1].starts.to_date_string()
    person.presses(words["prepare_send"])
    assert words["with_intake"] in person.reads(".note")
    assert any("Klonopin 1 mg" in text for text in person.reads(".answer li"))
    person.presses(words["to_cancel"])
    person.presses(words["cancel_send"])
    told = kc.assess_cancellation(visits[1], notified=NOW, reserved=visits)
    assert told.outcome is kc.Outcome.TIMELY
    assert person.reads(".answer h2")[0] == kc.render(told, locale=locale, detail="brief").splitlines()[0]

    # Nothing of it went into an address or stays in the browser.
    assert "?" not in browser.current_url
    assert person.script("return localStorage.length + sessionStorage.length") == 0
    assert {cookie["name"] for cookie in browser.get_cookies()} == {"form"}
    # Nor did the site's own rules forbid anything that it needs; a form with problems is answered with 422.
    assert [entry for entry in browser.get_log("browser") if "status of 422" not in entry["message"]] == []


def test_what_is_typed_is_kept_wherever_one_goes_before_sending_it(browser: Any, site: str) -> None:
    from examples.web.labels import labels

    english, spanish = labels("en"), labels("es")
    person = Person(browser, site, "kept")

    def typed() -> str:
        return str(browser.find_element("id", "medications").get_attribute("value"))

    person.opens("/en/screening")
    person.types("medications", "Klonopin")
    person.ticks("none-substances")
    person.presses(spanish.name)
    assert person.reads("h1") == [spanish["screening"]]
    assert typed() == "Klonopin"
    assert browser.find_element("id", "none-substances").is_selected()
    person.types("medications", "Zoloft")
    person.presses(kc.faq_policy().clinic.name)
    assert person.reads("h1") == [spanish["site"]]
    person.presses(spanish["plan"])
    person.presses(english.name)
    person.presses(english["screening"])
    person.presses(english["screening"])  # the page that one is on, too
    assert typed() == "Zoloft"


def test_enter_in_a_field_sends_the_form(browser: Any, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    person = Person(browser, site, "enter")
    person.opens("/en/quote")
    person.types("infusions", "5")
    before = browser.find_element("tag name", "html")
    person.keys(Keys.ENTER)
    person.waits(lambda: person.is_gone(before) and person.script("return document.readyState") == "complete")
    assert person.reads(".answer h2") == ["Total price: $3,000.00"]


def test_a_form_whose_cookie_was_lost_comes_back_filled(browser: Any, site: str) -> None:
    from examples.web.labels import labels

    words = labels("en")
    person = Person(browser, site, "cookie")
    person.opens("/en/quote")
    person.types("infusions", "5")
    browser.delete_all_cookies()
    person.presses(words["quote_send"])
    assert person.reads(".summary h2") == [words.errors["page_403"]]
    person.presses(words["quote_send"])
    assert person.reads(".answer h2") == ["Total price: $3,000.00"]


def test_a_calendar_can_be_read_on_a_phone_with_large_text(browser: Any, site: str) -> None:
    from examples.web.labels import labels

    person = Person(browser, site, "month")
    for code in ("en", "es", "ko", "fa"):
        browser.get(f"{site}/{code}/plan")
        person.script(
            "document.getElementById('date').value = '2026-12-01'; document.getElementById('time').value = '10:00'"
        )
        person.presses(labels(code)["plan_send"])
        for width, size in ((360, 100), (360, 200), (SMALLEST, 200)):
            person.wide(width)
            person.script("document.documentElement.style.fontSize = arguments[0] + '%'", size)
            person.nothing_sticks_out()
            digits, high = person.script(SEEN)
            assert len(digits) >= 31 + 6
            assert {lines for lines, _, _ in digits} == {1}
            assert min(font for _, font, _ in digits) >= 0.8 * 16 * size / 100
            assert [text for _, _, text in digits if not text.strip().isdigit()] == []
            assert high == []
        person.script("document.documentElement.style.fontSize = ''")


def test_on_paper_stay_the_answer_the_telephone_and_that_a_translation_is_not_reviewed(browser: Any, site: str) -> None:
    from examples.web.labels import labels

    words = labels("es")
    person = Person(browser, site, "paper")
    person.opens("/es/prepare")
    person.script(
        "document.getElementById('visit_date').value = '2026-12-01';"
        "document.getElementById('visit_time').value = '10:00'"
    )
    person.presses(words["prepare_send"])
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    (page,) = person.reads("body")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    for kept in (words["unreviewed"], "(866) 987-7874", words["without_intake"]):
        assert kept in page
    for hidden in ("file_prepare", "file_hint", "change", "change_hint", "next_steps", "cancel", "skip"):
        assert words[hidden] not in page


SEEN = """
const digits = [], seen = document.createTreeWalker(document.querySelector('.month tbody'), NodeFilter.SHOW_TEXT);
while (seen.nextNode()) {
    const node = seen.currentNode, range = document.createRange();
    if (!node.data.trim() || node.parentElement.className === 'wide') continue;
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(node.parentElement).fontSize);
    digits.push([range.getClientRects().length, size, node.data]);
}
const pressed = [...document.querySelectorAll('header :is(a:not(.skip), button), .next :is(a, button)')];
return [digits, pressed.filter(it => it.getBoundingClientRect().height < 44).map(it => it.outerHTML)];
"""
"""Each number in the calendar with the lines that it takes and its size, and what is too low to be pressed."""


def test_a_repeated_hour_is_asked_for_by_keyboard(browser: Any, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    from examples.web.labels import labels

    words = labels("es")
    person = Person(browser, site, "hour")
    person.opens("/es/cancel")
    person.types("visit_date", "11012026")
    person.types("visit_time", "0130AM")
    person.presses(words["cancel_send"])
    assert len(person.reads("#visit_fold label")) == 2
    person.goes_to(lambda found: found.get_attribute("name") == "visit_fold")
    person.keys(Keys.ARROW_DOWN, " ")
    person.presses(words["cancel_send"])
    assert person.reads(".problem") == []
    assert words.day(date(2026, 11, 23)) in person.reads(".note")[0]


def test_the_way_past_the_navigation_is_the_first_stop(browser: Any, site: str) -> None:
    from selenium.webdriver.common.keys import Keys

    from examples.web.labels import labels

    person = Person(browser, site, "skip")
    person.opens("/fa/quote")
    person.keys(Keys.TAB)
    assert person.focused().text == labels("fa")["skip"]
    person.sees_the_focus()
    person.keys(Keys.ENTER)
    person.keys(Keys.TAB)
    assert person.focused().get_attribute("id") == "infusions"


def test_the_other_pages_break_no_rule(browser: Any, site: str) -> None:
    person = Person(browser, site, "other")
    for path in ("/api", "/en/nothing", "/ko", "/ko/screening", "/ko/plan", "/fa/cancel"):
        person.opens(path)


def test_the_rules_would_be_seen_to_be_broken(browser: Any, site: str) -> None:
    person = Person(browser, site, "broken")
    person.opens("/en/quote")
    person.script("document.querySelector('label[for=infusions]').remove()")
    with pytest.raises(AssertionError):
        person.breaks_no_rule()
    person.script("document.querySelector('h1').style.width = '500px'")
    with pytest.raises(AssertionError):
        person.nothing_sticks_out()
