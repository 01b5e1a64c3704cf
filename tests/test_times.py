"""Each day and time in HTML is a `time` element with what it stands for, in sentences, too, and in every locale."""

import re
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.times import timed, with_elements
from ketaclinic.rendering.words import words

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = datetime(2026, 12, 21, 10, tzinfo=ZONE)
PLAN = kc.propose_plan(first=FIRST, infusions=6, calendar=kc.ClinicCalendar(closed=[date(2026, 12, 25)]))
PATIENT = kc.WaitingPatient("C-17", since=FIRST, ready=True, availability=[date(2026, 12, 21)])
DECISIONS: dict[str, Any] = {
    "quote": kc.quote_plan(PLAN),
    "plan": PLAN,
    "departures": kc.TreatmentPlan.of([FIRST, FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=30)]),
    "night": kc.TreatmentPlan.of([datetime(2026, 12, 1, 23, tzinfo=ZONE)]),
    "cancellation": kc.assess_cancellation(PLAN.visits[0], notified=FIRST - timedelta(days=3), reserved=PLAN.visits),
    "sheet": kc.prepare(PLAN.visits[0]),
    "sheets": kc.prepare_plan(PLAN),
    "explained plan": kc.explain(PLAN),
    "explained sheet": kc.explain(kc.prepare(PLAN.visits[0])),
    "explained cancellation": kc.explain(kc.assess_cancellation(PLAN.visits[0], notified=FIRST)),
    "visit": PLAN.visits[0],
    "offer": kc.offer_freed_visits([PLAN.visits[0]], [PATIENT])[0],
    "departure": kc.review_plan(kc.TreatmentPlan.of([FIRST, FIRST, FIRST + timedelta(days=30)]))[1],
}
EACH = pytest.mark.parametrize("name", DECISIONS)
IN = pytest.mark.parametrize("locale", SHIPPED)


def tree(value: object, locale: str, **how: Any) -> Any:
    return html5lib.parseFragment(kc.render(value, form="html", locale=locale, **how), namespaceHTMLElements=False)


def outside(element: Any) -> Iterator[str]:
    """The text that stands in no `time` element."""
    if element.tag != "time":
        yield element.text or ""
        for child in element:
            yield from outside(child)
            yield child.tail or ""


@IN
@EACH
@pytest.mark.parametrize("bare", [True, False], ids=["alone", "beside English"])
def test_no_day_and_no_time_stands_outside_of_a_time_element(name: str, locale: str, bare: bool) -> None:
    root = tree(DECISIONS[name], locale, allow_unreviewed=bare)
    rest = " ".join(outside(root))

    assert not re.search(r"\d:\d\d|202[67]|P[DS]T", rest)
    assert root.findall(".//time")


@IN
@EACH
def test_what_a_time_element_stands_for_is_what_it_says(name: str, locale: str) -> None:
    said = words(locale)
    for element in tree(DECISIONS[name], locale, allow_unreviewed=True).iter("time"):
        assert set(element.attrib) == {"datetime"}
        assert not list(element)
        told = element.get("datetime")
        if "T" in told:
            moment = datetime.fromisoformat(told)
            assert moment.utcoffset() == moment.astimezone(ZONE).utcoffset()
            assert element.text in {said.time(moment, ZONE), said.moment(moment, ZONE)}
        else:
            assert element.text == said.calendar_date(date.fromisoformat(told))


@EACH
def test_each_locale_has_the_same_days_and_times(name: str) -> None:
    each = [
        sorted(element.get("datetime") for element in tree(DECISIONS[name], locale, allow_unreviewed=True).iter("time"))
        for locale in SHIPPED
    ]

    assert each == [each[0]] * len(SHIPPED)


@EACH
def test_from_right_to_left_a_time_within_a_sentence_is_isolated_and_the_marks_are_balanced(name: str) -> None:
    root = tree(DECISIONS[name], "fa", allow_unreviewed=True)
    for parent in root.iter():
        before = parent.text or ""
        for child in parent:
            if child.tag == "time" and (before.strip() or (child.tail or "").strip()):
                assert before.endswith("\u2068")
                assert child.tail.startswith("\u2069")
            before = child.tail or ""
    text = "".join(root.itertext())
    assert text.count("\u2068") == text.count("\u2069")


def test_a_sentence_has_its_time_within_it() -> None:
    html = kc.render(kc.prepare(PLAN.visits[0]), form="html")

    assert 'from <time datetime="2026-12-21T07:00:00-08:00">7:00\u202fAM</time> on <time datetime="2026-12-21">' in html
    assert 'decisions before <time datetime="2026-12-22T00:30:00-08:00">Tue, Dec 22, 2026, 12:30' in html
    assert '<h2>Before and after your visit on <time datetime="2026-12-21">Mon, Dec 21, 2026</time></h2>' in html
    assert kc.render(PLAN.visits[0], form="html").startswith(
        'Infusion 1: <time datetime="2026-12-21T10:00:00-08:00">Mon, Dec 21, 2026, 10:00\u202fAM PST</time>. Expected '
    )


@EACH
@pytest.mark.parametrize("form", ["text", "markdown"])
def test_other_forms_have_no_trace_of_it(name: str, form: kc.Form) -> None:
    assert not re.search("[\ufdd0-\ufdef]|<time|datetime", kc.render(DECISIONS[name], form=form, locale="fa"))
    assert "\ufdd0" not in kc.render(DECISIONS[name], form="html")


@pytest.mark.parametrize("name", ["visit", "offer", "departure"])
def test_a_time_makes_no_text_one_that_stands_beside_its_english(name: str) -> None:
    html = kc.render(DECISIONS[name], form="html", locale="es_US")

    assert "<time" in html
    assert html == kc.render(DECISIONS[name], form="html", locale="es_US", allow_unreviewed=True)


MARKED = "\ufdd02026-12-21\ufdd1now\ufdd2"


def test_what_a_patient_types_makes_no_time() -> None:
    html = kc.render(kc.screen(medications=[MARKED]), form="html")

    assert "<time" not in html
    assert "2026-12-21 now" in html


def test_nor_does_what_a_clinic_is_called_or_says() -> None:
    clinic = kc.faq_policy().clinic
    with pytest.raises(kc.InvalidInputError, match="^name: expected"):
        attrs.evolve(clinic, name=MARKED)
    with pytest.raises(kc.InvalidInputError, match="^text: expected"):
        kc.Wording("en_US", "Rules that apply", MARKED)


# ---- What HTML can read

EARLIEST, LATEST = (datetime(year, 6, 1) for year in (1900, 2199))  # noqa: DTZ001  # Hypothesis adds the zones


@given(st.datetimes(EARLIEST, LATEST, timezones=st.timezones()))
def test_a_moment_is_told_as_html_reads_it(moment: datetime) -> None:
    told = with_elements(timed(moment, "x"))
    read = re.fullmatch(r'<time datetime="(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?[+-]\d\d:\d\d)">x</time>', told)

    assert read is not None
    assert timedelta() <= moment.astimezone(ZONE) - datetime.fromisoformat(read[1]) < timedelta(milliseconds=1)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of the process cannot be set")
def test_an_offset_with_seconds_is_told_in_utc_wherever_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        test_an_offset_with_seconds_is_told_in_utc()
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_part_of_a_second_is_told_in_milliseconds() -> None:
    moment = datetime(2026, 12, 21, 10, microsecond=123_456, tzinfo=ZONE)

    assert with_elements(timed(moment, "x")) == '<time datetime="2026-12-21T10:00:00.123-08:00">x</time>'


def test_an_offset_with_seconds_is_told_in_utc() -> None:
    amsterdam = timezone(timedelta(minutes=19, seconds=32))
    old = datetime(1900, 7, 1, 12, tzinfo=amsterdam)

    assert with_elements(timed(old, "x")) == '<time datetime="1900-07-01T11:40:28+00:00">x</time>'


def test_a_text_without_times_stays_as_it_is() -> None:
    assert with_elements("a &lt; b") == "a &lt; b"
    assert with_elements(f"at {timed(date(2026, 1, 2), 'a')}, {timed(date(2026, 1, 3), 'b')}.") == (
        'at <time datetime="2026-01-02">a</time>, <time datetime="2026-01-03">b</time>.'
    )
