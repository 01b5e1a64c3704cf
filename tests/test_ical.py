"""Calendars: read back by others, at the plan's moments by their own time zone, inert, and replaced or cancelled."""

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib import import_module
from io import StringIO
from itertools import product
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import icalendar
import pytest
import vobject
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.interchange.ical import (
    cancellation_calendar,
    cancellation_messages,
    plan_calendar,
    sheet_calendar,
)
from ketaclinic.interchange.ical_times import time_zone
from ketaclinic.interchange.ical_updates import withdrawn
from ketaclinic.rendering import said
from ketaclinic.rendering.answers import NO_ADVICE
from ketaclinic.rendering.blocks import Entry, Remark
from ketaclinic.rendering.events import cancelled, events
from ketaclinic.rendering.screenings import SAFETY
from ketaclinic.rendering.sheets import sentences, sheet_document
from ketaclinic.rendering.words import words
from ketaclinic.testing import policies, preparation_sheets
from strategies import HOUR, LA, PRINTABLE, YEARS, at, clock, policy_in

STAMP = datetime(2026, 10, 2, 9, 30, tzinfo=LA)
KINDS = ("cancellation", "cannabis", "fasting", "visit", "driver", "twelve_hours")
PLAN = kc.TreatmentPlan.of(map(at, ("2026-10-28T10:00", "2026-10-30T10:00", "2026-11-02T10:00")))
SCREENING = kc.screen(
    medications=["Klonopin", "zoloff", "aminophylline"], conditions=["CRPS", "lupus"], substances=["weed"]
)
UNPAINED = kc.screen(medications=SCREENING.medications, conditions=["lupus"], substances=["weed"])
"""The same without chronic pain."""

Part = dict[str, Any]


def plain(text: str) -> str:
    """The text with the blank that Babel writes before AM and PM as a plain one."""
    return text.replace("\u202f", " ")


def visit(text: str = "2026-12-03T10:00", number: int = 2, policy: kc.Policy | None = None) -> kc.Visit:
    return kc.Visit.at(at(text), number=number, policy=policy)


def plan_file(plan: kc.TreatmentPlan | kc.Visit = PLAN, **options: Any) -> bytes:
    arguments: Part = {"uid": "booking-17", "stamp": STAMP} | options
    return plan_calendar(plan, **arguments)


def sheet_file(sheet: kc.PreparationSheet, **options: Any) -> bytes:
    arguments: Part = {"uid": "booking-17", "stamp": STAMP} | options
    return sheet_calendar(sheet, **arguments)


def cancelling(plan: Any = PLAN, **options: Any) -> bytes:
    return cancellation_calendar(plan, **CANCELLING | options)


CANCELLING: Final[Part] = {"uid": "booking-17", "stamp": STAMP, "sequence": 1, "organizer": "desk@clinic.example"}


# ---- A reading of our own: nothing but RFC 5545's lines, properties and parameters


def lines(file: bytes) -> list[str]:
    return file.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def parts(file: bytes) -> Part:
    """The calendar as nested dicts of its properties, each a list of raw values, and of its parts by name."""
    stack: list[Part] = [{}]
    for line in lines(file):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            stack.append({})
        elif name == "END":
            ended = stack.pop()
            stack[-1].setdefault(value, []).append(ended)
        else:
            stack[-1].setdefault(name, []).append(value)
    calendar: Part = stack[0]["VCALENDAR"][0]
    return calendar


def by_uid(file: bytes) -> dict[str, Part]:
    found = {event["UID"][0]: event for event in parts(file)["VEVENT"]}
    assert len(found) == len(parts(file)["VEVENT"])
    return found


def text(event: Part, name: str) -> str:
    """The text of a property, by the escapes of RFC 5545."""
    (value,) = event[name]
    escapes = {"n": "\n", "N": "\n"}
    return re.sub(r"\\(.)", lambda match: escapes.get(match[1], match[1]), value)


def moments(file: bytes) -> dict[str, tuple[datetime, datetime]]:
    """The start and the end of each event in UTC, by the definition of the time zone in the calendar alone."""
    zone_text = "\r\n".join(lines(file)).partition("BEGIN:VEVENT")[0] + "END:VCALENDAR\r\n"
    zones = tzical(StringIO(zone_text))

    def moment(event: Part, name: str) -> datetime:
        for full, (value,) in ((full, value) for full, value in event.items() if full.partition(";")[0] == name):
            plain = datetime.strptime(value.removesuffix("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007  # a local time
            if value.endswith("Z"):
                return plain.replace(tzinfo=UTC)
            return plain.replace(tzinfo=zones.get(full.partition(";TZID=")[2])).astimezone(UTC)
        return moment(event, "DTSTART")  # it is over at once

    return {uid: (moment(event, "DTSTART"), moment(event, "DTEND")) for uid, event in by_uid(file).items()}


def alarms(file: bytes) -> dict[str, list[datetime]]:
    """The moments at which the alarms of each event go off."""
    starts, units = moments(file), {"H": 3600, "M": 60, "S": 1}
    found: dict[str, list[datetime]] = {}
    for uid, event in by_uid(file).items():
        found[uid] = []
        for alarm in event.get("VALARM", ()):
            match = re.fullmatch(r"-?PT(\d+)([HMS])", alarm["TRIGGER"][0])  # never in days, which follow the clocks
            assert match
            found[uid].append(starts[uid][0] - timedelta(seconds=int(match[1]) * units[match[2]]))
    return found


# ---- The form


FILES: Final[dict[str, Callable[[], bytes]]] = {
    "a plan": lambda: plan_file(),
    "a visit": lambda: plan_file(visit()),
    "in Spanish": lambda: plan_file(locale="es_US"),
    "in Korean": lambda: plan_file(locale="ko", allow_unreviewed=True),
    "in Persian": lambda: plan_file(locale="fa"),
    "by mail": lambda: plan_file(organizer="desk@clinic.example", location="5 Elm St., Suite 2; Los Angeles"),
    "with entries": lambda: sheet_file(kc.prepare_plan(PLAN, screening=SCREENING), entries=True),
    "an update": lambda: plan_file(PLAN.without(2), sequence=1, replaces=PLAN),
    "a cancellation": lambda: cancelling(PLAN, sequence=2),
}


@pytest.fixture
def file(request: pytest.FixtureRequest) -> bytes:
    """One of the files, made anew."""
    return FILES[request.param]()


EACH = pytest.mark.parametrize("file", FILES, indirect=True)

CONTENT_LINE = re.compile(r'[A-Z-]+(;[A-Z-]+=([^\x00-\x1f\x7f";:,]+|"[^\x00-\x1f\x7f"]*"))*:[^\x00-\x1f\x7f]*')


@EACH
def test_lines_end_in_crlf_and_have_at_most_75_octets(file: bytes) -> None:
    assert file.endswith(b"\r\n")
    assert file.count(b"\n") == file.count(b"\r") == file.count(b"\r\n")
    assert max(map(len, file.split(b"\r\n"))) <= 75
    for line in file.split(b"\r\n"):
        line.decode()  # no letter is divided
    assert all(CONTENT_LINE.fullmatch(line) for line in lines(file))


@EACH
def test_a_calendar_has_what_the_standard_asks_for(file: bytes) -> None:
    calendar = parts(file)

    assert calendar["VERSION"] == ["2.0"]
    assert calendar["CALSCALE"] == ["GREGORIAN"]
    assert calendar["PRODID"] == ["-//ketaclinic//ketaclinic.interchange.ical//EN"]
    assert len(calendar["VTIMEZONE"]) == 1
    assert lines(file).index("BEGIN:VTIMEZONE") < lines(file).index("BEGIN:VEVENT")
    for event in calendar["VEVENT"]:
        assert event["DTSTAMP"] == ["20261002T163000Z"]
        assert {len(event[name]) for name in ("UID", "SEQUENCE", "SUMMARY", "CLASS", "CONTACT")} == {1}
        assert event["CLASS"] == ["PRIVATE"]
        assert text(event, "CONTACT") == "Ketamine Healing Clinic of Los Angeles, (866) 987-7874"
        for alarm in event.get("VALARM", ()):
            assert alarm["ACTION"] == ["DISPLAY"]
            assert alarm["DESCRIPTION"] == event["SUMMARY"]


@EACH
def test_no_time_is_left_floating(file: bytes) -> None:
    for name, value in (
        (name, value) for event in parts(file)["VEVENT"] for name, (value, *_) in event.items() if name.startswith("DT")
    ):
        assert value.endswith("Z") or name in {"DTSTART;TZID=America/Los_Angeles", "DTEND;TZID=America/Los_Angeles"}


@EACH
def test_each_event_has_an_id_of_its_own_made_of_its_visit_and_kind(file: bytes) -> None:
    assert set(by_uid(file)) <= {f"{number}-{kind}-booking-17" for number, kind in product((1, 2, 3), KINDS)}
    assert {number for number in (1, 2, 3) if f"{number}-visit-booking-17" in by_uid(file)} in ({1, 2, 3}, {2})
    assert len(by_uid(file)) % len(KINDS) == 0


def test_only_what_is_for_mail_has_a_method_and_an_organizer() -> None:
    methods = {name: parts(make()).get("METHOD") for name, make in FILES.items()}
    assert {name: method for name, method in methods.items() if method} == {
        "by mail": ["PUBLISH"],
        "a cancellation": ["CANCEL"],
    }
    organizers = {event.get("ORGANIZER", [""])[0] for event in parts(FILES["by mail"]())["VEVENT"]}
    assert organizers == {"mailto:desk@clinic.example"}
    assert b"ORGANIZER" not in FILES["a plan"]()
    assert {event["ORGANIZER"][0] for event in parts(FILES["a cancellation"]())["VEVENT"]} == organizers


def test_a_place_is_told_only_by_the_caller_since_no_policy_has_one() -> None:
    assert b"LOCATION" not in FILES["a plan"]()
    assert b"5 Elm St." in FILES["by mail"]()


def test_only_what_is_at_the_clinic_has_its_place() -> None:
    """For each other event, a phone would tell when to leave for the clinic."""
    file = plan_file(PLAN.without(2), sequence=1, replaces=PLAN, location="5 Elm St., Suite 2; Los Angeles")
    placed = {uid: text(event, "LOCATION") for uid, event in by_uid(file).items() if "LOCATION" in event}

    assert placed.keys() == {f"{number}-{kind}-booking-17" for number in (1, 2) for kind in ("visit", "driver")}
    assert set(placed.values()) == {"5 Elm St., Suite 2; Los Angeles"}


def test_a_sheet_has_the_place_and_the_organizer_that_a_plan_has() -> None:
    options = {"location": "5 Elm St.", "organizer": "desk@clinic.example"}

    assert sheet_file(kc.prepare(visit()), **options) == plan_file(visit(), **options)
    assert sheet_file(kc.prepare_plan(PLAN), **options) == plan_file(PLAN, **options)


def test_a_visit_takes_time_and_what_goes_along_with_it_does_not() -> None:
    for uid, event in by_uid(FILES["a plan"]()).items():
        assert event["TRANSP"] == ["OPAQUE" if "-visit-" in uid else "TRANSPARENT"]


def test_the_same_value_gives_the_same_bytes_in_any_process() -> None:
    script = (
        "import sys, ketaclinic as kc\n"
        "from datetime import datetime, UTC\n"
        "from ketaclinic.interchange.ical import plan_calendar\n"
        "visit = kc.Visit.at(datetime(2026, 12, 3, 18, tzinfo=UTC), number=2)\n"
        "stamp = datetime(2026, 10, 2, 16, 30, tzinfo=UTC)\n"
        "sys.stdout.buffer.write(plan_calendar(visit, uid='booking-17', stamp=stamp, locale='fa'))"
    )
    for seed, zone in (("0", "UTC"), ("7", "Asia/Kathmandu")):
        run = subprocess.run(  # noqa: S603
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C", "PYTHONPATH": ":".join(filter(None, sys.path))},
        )
        assert run.stdout == plan_file(visit(), locale="fa")


# ---- The times


def expected(visit: kc.Visit) -> dict[str, tuple[datetime, datetime]]:
    """The windows of a visit's events, from its sheet and from the assessment of a cancellation."""
    told = {i.kind.value: (i.first, i.last) for i in kc.prepare(visit).instructions}
    deadline = kc.assess_cancellation(visit, notified=STAMP).deadline_moment
    told["cancellation"] = (deadline - timedelta(hours=1), deadline)
    return {f"{visit.number}-{kind}-booking-17": told[kind] for kind in KINDS}  # type: ignore[misc]  # none is None


@pytest.mark.parametrize("zone", YEARS)
@settings(max_examples=25)
@given(data=st.data())
def test_around_clock_changes_every_time_is_the_plans_by_the_calendars_own_time_zone(zone: str, data: Any) -> None:
    change = data.draw(st.sampled_from(clock(zone).changes))
    seconds = change + data.draw(st.integers(-4 * 80, 4 * 80)) * HOUR // 4
    one = kc.Visit.at(clock(zone).aware(seconds), number=data.draw(st.integers(1, 2)), policy=policy_in(zone))
    file = plan_file(one)

    assert moments(file) == expected(one)


def test_every_quarter_hour_around_the_end_of_summer_time_is_itself() -> None:
    for second in range(clock(LA.key).changes[-1] - 4 * HOUR, clock(LA.key).changes[-1] + 4 * HOUR, HOUR // 4):
        one = kc.Visit.at(clock(LA.key).aware(second), number=2)
        assert moments(plan_file(one)) == expected(one)


def test_both_readings_of_a_repeated_hour_are_written_in_utc() -> None:
    for fold, utc in ((0, "20261101T083000Z"), (1, "20261101T093000Z")):
        one = kc.Visit.at(datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=LA), number=2)
        event = by_uid(plan_file(one))["2-visit-booking-17"]
        assert event["DTSTART"] == [utc]
        assert set(event) & {"DTEND", "DTSTART"} == {"DTSTART", "DTEND"}  # a start and an end are of one form


def test_a_plan_of_years_has_all_its_clock_changes() -> None:
    later = [datetime(2026 + number // 2, 1 + 6 * (number % 2), 15, 10, tzinfo=LA) for number in range(4, 24)]
    plan = PLAN.with_maintenance(later)
    read = moments(plan_file(plan))

    assert read == {uid: window for visit in plan.visits for uid, window in expected(visit).items()}
    assert {start.astimezone(LA).hour for uid, (start, _) in read.items() if "-visit-" in uid} == {10}


def test_a_part_of_a_second_never_shortens_what_goes_up_to_an_end() -> None:
    exact = visit()
    late = kc.Visit.at(exact.moment + timedelta(microseconds=1), number=2)
    for uid, (first, last) in expected(exact).items():
        assert moments(plan_file(late))[uid] == (first, last + timedelta(seconds=1))
    assert alarms(plan_file(late)) == alarms(plan_file(exact))


def test_another_library_reads_the_same_times_and_texts() -> None:
    read = vobject.readOne(FILES["a plan"]().decode())

    found = {event.uid.value: (event.dtstart.value, event.dtend.value) for event in read.vevent_list}
    assert found == {uid: window for visit in PLAN.visits for uid, window in expected(visit).items()}
    assert str(found["3-visit-booking-17"][0]) == "2026-11-02 10:00:00-08:00"
    assert str(found["2-visit-booking-17"][0]) == "2026-10-30 10:00:00-07:00"
    for event in read.vevent_list:
        assert event.description.value == text(by_uid(FILES["a plan"]())[event.uid.value], "DESCRIPTION")


def test_the_package_that_wrote_it_reads_it_again() -> None:
    read = icalendar.Calendar.from_ical(FILES["a plan"]())

    assert [event["UID"] for event in read.walk("VEVENT")] == list(by_uid(FILES["a plan"]()))
    assert not [event.errors for event in read.walk() if event.errors]


def test_what_is_over_at_once_has_no_end() -> None:
    policy = kc.faq_policy()
    recovery = attrs.evolve(policy.visit.recovery, least_minutes=30)
    always = attrs.evolve(policy, visit=attrs.evolve(policy.visit, recovery=recovery))
    event = by_uid(plan_file(visit(policy=always)))["2-driver-booking-17"]

    assert [name for name in event if name.startswith("DT")] == [f"DTSTART;TZID={LA.key}", "DTSTAMP"]


def test_the_time_zone_is_told_from_a_year_before_to_a_year_after() -> None:
    (zone,) = parts(FILES["a visit"]())["VTIMEZONE"]
    assert zone["TZID"] == ["America/Los_Angeles"]
    told = sorted(
        (part["DTSTART"][0], name, part["TZOFFSETFROM"][0], part["TZOFFSETTO"][0], part["TZNAME"][0])
        for name in ("STANDARD", "DAYLIGHT")
        for part in zone[name]
    )
    assert told == [
        ("20251129T100000", "STANDARD", "-0800", "-0800", "PST"),
        ("20260308T020000", "DAYLIGHT", "-0800", "-0700", "PDT"),
        ("20261101T020000", "STANDARD", "-0700", "-0800", "PST"),
        ("20270314T020000", "DAYLIGHT", "-0800", "-0700", "PDT"),
        ("20271107T020000", "STANDARD", "-0700", "-0800", "PST"),
    ]


def test_the_time_zone_is_told_for_the_last_of_two_moments_however_far_apart() -> None:
    defined = time_zone("America/Los_Angeles", [datetime(year, 12, 1, 18, tzinfo=UTC) for year in (2026, 2028)])
    starts = sorted(part["DTSTART"].to_ical() for part in defined.subcomponents)

    assert (starts[0], starts[-1]) == (b"20251130T100000", b"20291104T020000")


def test_a_clock_change_is_found_to_the_second_from_wherever_the_search_begins() -> None:
    for seconds in range(60):
        moment = datetime(2026, 12, 1, 18, tzinfo=UTC) + timedelta(seconds=seconds)
        _, *changes = sorted(part["DTSTART"].to_ical() for part in time_zone(LA.key, [moment]).subcomponents)
        assert [change[-6:] for change in changes] == [b"020000"] * 4


def test_where_winter_is_the_exception_no_part_of_the_year_is_called_summer_time() -> None:
    dublin = kc.Visit.at(
        datetime(2026, 7, 1, 10, tzinfo=ZoneInfo("Europe/Dublin")), number=2, policy=policy_in("Europe/Dublin")
    )
    (zone,) = parts(plan_file(dublin))["VTIMEZONE"]
    names = {(name, part["TZNAME"][0]) for name in ("STANDARD", "DAYLIGHT") for part in zone.get(name, ())}

    assert names in ({("STANDARD", "IST"), ("STANDARD", "GMT")}, {("DAYLIGHT", "IST"), ("STANDARD", "GMT")})


# ---- The alarms


def test_the_alarms_of_a_visit() -> None:
    found = {
        uid.split("-")[1]: [moment.astimezone(LA) for moment in all_]
        for uid, all_ in alarms(FILES["a visit"]()).items()
    }

    assert found == {
        "cancellation": [at("2026-11-30T10:00")],  # a day before the last timely moment
        "cannabis": [at("2026-11-29T10:00"), at("2026-11-30T10:00")],  # a day before it begins, and then
        "fasting": [at("2026-12-02T19:00"), at("2026-12-03T07:00")],  # the evening before, and as it begins
        "visit": [at("2026-12-02T10:00")],
        "driver": [at("2026-12-02T10:00")],  # while one can still be found
        "twelve_hours": [at("2026-12-03T11:15")],  # when the patient can leave at the earliest
    }


def test_alarms_are_written_in_hours_or_else_in_minutes_or_seconds() -> None:
    def triggers(file: bytes, kind: str) -> list[str]:
        return [alarm["TRIGGER"][0] for alarm in by_uid(file)[f"2-{kind}-booking-17"]["VALARM"]]

    assert triggers(FILES["a visit"](), "visit") == ["-PT24H"]
    assert triggers(FILES["a visit"](), "fasting") == ["-PT12H", "PT0S"]
    assert triggers(FILES["a visit"](), "driver") == ["-PT1515M"]  # a day and 75 minutes
    ended = kc.prepare(visit(), infusion_ended=at("2026-12-03T11:50:07"))
    assert triggers(sheet_file(ended), "driver") == ["-PT93007S"]


def test_alarms_are_by_elapsed_time_across_a_clock_change() -> None:
    found = alarms(plan_file(visit("2026-11-01T10:00")))

    assert found["2-visit-booking-17"] == [at("2026-10-31T11:00").astimezone(UTC)]
    assert found["2-fasting-booking-17"][0] == at("2026-10-31T20:00").astimezone(UTC)
    assert found["2-cancellation-booking-17"] == [at("2026-10-29T11:00").astimezone(UTC)]


@EACH
def test_no_alarm_tells_an_end(file: bytes) -> None:
    for uid, (first, _) in moments(file).items():
        assert all(moment <= first for moment in alarms(file)[uid])


# ---- What they say


@pytest.mark.parametrize("allow_unreviewed", [True, False])
@pytest.mark.parametrize("locale", SHIPPED)
def test_the_events_say_what_the_sheet_says(locale: str, *, allow_unreviewed: bool) -> None:
    sheet = kc.prepare(visit(), screening=SCREENING, nausea_after=[1])
    document = said(
        lambda words: sheet_document(sheet, words), locale=locale, allow_unreviewed=allow_unreviewed, wording=()
    )
    file = sheet_file(sheet, locale=locale, allow_unreviewed=allow_unreviewed, entries=True)
    told = "\n\n".join(text(event, "DESCRIPTION") for event in parts(file)["VEVENT"]).split("\n\n")

    for entry in (entry for section in document.sections for entry in section.entries):
        assert f"{entry.text} ({', '.join(entry.clauses)})" in told
    assert document.unsaid
    said_of: list[Remark | Entry] = [*document.remarks, *document.unsaid.entries]
    for remark in said_of:
        assert f"{remark.text} ({', '.join(remark.clauses)})" in told


@pytest.mark.parametrize("locale", SHIPPED)
def test_each_event_ends_with_that_the_doctor_decides_and_whom_to_call(locale: str) -> None:
    clinic = kc.faq_policy().clinic
    last = said(
        lambda words: words.gettext(NO_ADVICE, clinic=clinic.name, telephone=clinic.telephone.number),
        locale=locale,
        allow_unreviewed=False,
        wording=(),
    )

    for event in parts(plan_file(visit(), locale=locale))["VEVENT"]:
        assert text(event, "DESCRIPTION").split("\n\n")[-1] == last


def test_each_event_says_its_own_part() -> None:
    said_by = {uid.split("-")[1]: text(event, "DESCRIPTION") for uid, event in by_uid(FILES["a visit"]()).items()}

    said_by = {kind: plain(told) for kind, told in said_by.items()}
    fasting = "Required: From Thu, Dec 3, 2026, 7:00 AM PST on, nothing to eat and nothing to drink, not even water"
    assert said_by["fasting"].startswith(fasting)
    assert said_by["cannabis"].startswith("Required: From Mon, Nov 30, 2026, 10:00 AM PST on, no marijuana.")
    assert said_by["driver"].startswith("Required: Somebody else must drive you home.")
    assert said_by["twelve_hours"].startswith("Strongly advised: Do not drive, use machines,")
    assert "If your infusion ends later than expected, that is later, too." in said_by["twelve_hours"]
    assert said_by["visit"].startswith("Your visit: an infusion of about 60 minutes.")
    assert "You pay $600.00 for this infusion" in said_by["visit"]
    assert "All times are those of the clinic (America/Los Angeles)." in said_by["visit"]
    deadline = (
        "The last timely moment to cancel your visit on Thu, Dec 3, 2026, 10:00 AM PST is Tue, Dec 1, 2026, 10:00"
    )
    assert said_by["cancellation"].startswith(deadline)
    assert "No other visit of yours is at risk by this. (cancel.initial)" in said_by["cancellation"]


def test_the_summaries_stand_for_themselves() -> None:
    said_by = {uid.split("-")[1]: text(event, "SUMMARY") for uid, event in by_uid(FILES["a visit"]()).items()}

    assert {kind: plain(summary) for kind, summary in said_by.items()} == {
        "cancellation": "Last timely moment to cancel infusion 2: Tue, Dec 1, 2026, 10:00 AM PST",
        "cannabis": "No marijuana from Mon, Nov 30, 2026, 10:00 AM PST on.",
        "fasting": "Eat and drink nothing, not even water, from Thu, Dec 3, 2026, 7:00 AM PST on.",
        "visit": "Infusion 2: Ketamine Healing Clinic of Los Angeles",
        "driver": "Somebody else must drive you home from your visit on Thu, Dec 3, 2026, 10:00 AM PST. "
        "Arrange for it before you come.",
        "twelve_hours": "No driving and no decisions before Thu, Dec 3, 2026, 11:30 PM PST at the earliest.",
    }


@EACH
def test_no_text_counts_from_when_it_is_read(file: bytes) -> None:
    """An alarm shows it earlier than the event, and a calendar at any time."""
    told = [
        text(event, name) for event in parts(file)["VEVENT"] for name in ("SUMMARY", "DESCRIPTION") if name in event
    ]

    assert not [
        one
        for one in told
        if re.search(r"\b(from now|now on|today|tomorrow|tonight|in \d+ hours)\b", one, re.IGNORECASE)
    ]


def test_no_text_of_fasting_names_the_hour_of_its_end() -> None:
    event = by_uid(FILES["a visit"]())["2-fasting-booking-17"]
    told = plain(text(event, "SUMMARY") + text(event, "DESCRIPTION"))

    assert "10:00" not in told
    assert "Ask the clinic whether to swallow a medicine in this time, and when you may eat and drink again." in told


def test_every_visit_carries_the_safety_sentence_in_english_and_in_the_language() -> None:
    for uid, event in by_uid(FILES["in Spanish"]()).items():
        assert (SAFETY in text(event, "DESCRIPTION")) == ("-visit-" in uid)
        assert ("suspender el medicamento de repente" in text(event, "DESCRIPTION")) == ("-visit-" in uid)


def test_a_plan_is_called_a_proposal_and_a_lone_visit_is_not() -> None:
    assert text(by_uid(FILES["a plan"]())["1-visit-booking-17"], "DESCRIPTION").count("proposal until the doctor") == 1
    assert "proposal" not in text(by_uid(FILES["a visit"]())["2-visit-booking-17"], "DESCRIPTION")


def test_the_deadline_of_a_first_visit_tells_what_is_at_risk() -> None:
    def told(one: kc.TreatmentPlan | kc.Visit) -> str:
        return text(by_uid(plan_file(one))["1-cancellation-booking-17"], "DESCRIPTION")

    assert "the clinic may give your other reserved visits to somebody on the waiting list" in told(PLAN)
    assert "were not named here" not in told(PLAN)
    assert "Your other reserved visits were not named here." in told(PLAN.visits[0])


def test_where_no_notice_is_asked_for_the_last_timely_moment_is_the_start() -> None:
    none = attrs.evolve(kc.faq_policy(), cancellation=kc.CancellationPolicy(notice=kc.Hours(0, "cancel.notice")))
    file = plan_file(visit(policy=none))

    assert moments(file)["2-cancellation-booking-17"][1] == visit().moment
    told = text(by_uid(file)["2-cancellation-booking-17"], "DESCRIPTION")
    assert "No other visit of yours is at risk by this." in told
    assert "not addressed either" not in told


def test_the_recorded_end_of_an_infusion_counts() -> None:
    sheet = kc.prepare(visit(), infusion_ended=at("2026-12-03T11:50"))
    first, last = moments(sheet_file(sheet))["2-twelve_hours-booking-17"]

    assert (first, last) == (at("2026-12-03T11:50").astimezone(UTC), at("2026-12-03T23:50").astimezone(UTC))
    told = text(by_uid(sheet_file(sheet))["2-twelve_hours-booking-17"], "DESCRIPTION")
    assert "If your infusion ends later than expected" not in told


def test_an_unreviewed_text_stands_beside_its_english_unless_it_is_allowed() -> None:
    beside = text(by_uid(FILES["in Spanish"]())["1-fasting-booking-17"], "SUMMARY")
    alone = text(by_uid(plan_file(locale="es_MX", allow_unreviewed=True))["1-fasting-booking-17"], "SUMMARY")

    assert beside.startswith("Eat and drink nothing, not even water, from ")
    assert "[traducción no revisada: Desde el " in beside
    assert alone.startswith("Desde el ")
    assert sheet_file(kc.prepare_plan(PLAN), locale="es_US") == plan_file(locale="es_US")


def test_a_clinic_may_word_the_visit_in_its_own_words() -> None:
    policy = kc.faq_policy()
    own = kc.Wording("en_US", "Infusion {number}: {clinic}", "Appointment {number}, {clinic}")
    worded = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name="The Clinic", wording=[own]))
    event = by_uid(plan_file(visit(policy=worded)))["2-visit-booking-17"]

    assert text(event, "SUMMARY") == "Appointment 2, The Clinic"


def test_a_clinic_may_word_a_cancellation_in_its_own_words() -> None:
    policy = kc.faq_policy()
    own = kc.Wording("en_US", "Cancelled: your visit on {moment}", "We called off your appointment of {moment}")
    worded = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, wording=[own]))

    for event in parts(cancelling(visit(policy=worded)))["VEVENT"]:
        assert plain(text(event, "SUMMARY")) == "We called off your appointment of Thu, Dec 3, 2026, 10:00 AM PST"


# ---- What a patient entered


def test_what_a_patient_entered_is_left_out_unless_asked_for() -> None:
    told = kc.prepare_plan(
        PLAN, screening=UNPAINED, treating=[kc.Indication.PTSD], nausea_after=[1], headache_after=[2]
    )

    assert sheet_file(told) == sheet_file(kc.prepare_plan(PLAN)) == plan_file(PLAN)
    assert "This calendar leaves out whatever you entered" in text(
        by_uid(sheet_file(told))["2-visit-booking-17"], "DESCRIPTION"
    )


def test_of_chronic_pain_a_calendar_says_that_no_price_is_published_and_nothing_else() -> None:
    """What is not said of its price would be a wrong one."""
    file = sheet_file(kc.prepare_plan(PLAN, screening=SCREENING))
    price = "You pay $600.00 for this infusion at the visit; nothing is charged up front. "
    price += "Treatment for chronic pain is priced differently."
    clauses = "(price.pay-as-you-go, {}price.chronic-pain)"

    for uid, event in by_uid(file).items():
        plainly = text(by_uid(plan_file())[uid], "DESCRIPTION")
        unpriced = plainly.replace(
            price, "You pay for this infusion at the visit. Its price is not published: ask the clinic."
        )
        unpriced = unpriced.replace(clauses.format("price.initial, "), clauses.format(""))
        assert text(event, "DESCRIPTION") == unpriced
        assert (plainly != unpriced) is ("-visit-" in uid)
        assert "pain" not in unpriced.replace("price.chronic-pain", "")
    assert file == sheet_file(kc.prepare_plan(PLAN, treating=[kc.Indication.CHRONIC_PAIN]))


@settings(max_examples=60)
@given(preparation_sheets().filter(lambda drawn: bool(drawn.visits)), st.booleans())
def test_a_calendar_tells_the_payments_of_its_sheet_and_no_others(sheet: kc.PreparationSheet, entries: bool) -> None:
    """H6: a price that the sheet does not tell is not promised by its calendar either."""
    file = by_uid(sheet_file(sheet, entries=entries, locale="en"))
    visits = {visit.number: visit for visit in sheet.visits}
    payments = [told for told in sheet.instructions if told.kind is kc.InstructionKind.PAYMENT]

    assert sorted(number for told in payments for number in told.numbers) == sorted(visits)
    for told in payments:
        own = visits[told.numbers[0]]
        said_of = " ".join(sentences(told, own, words("en_US", wording=own.policy.clinic.wording), is_recorded=False))
        paragraphs = text(file[f"{own.number}-visit-booking-17"], "DESCRIPTION").split("\n\n")
        assert [one for one in paragraphs if "price.pay-as-you-go" in one] == [f"{said_of} ({', '.join(told.clauses)})"]
        assert told.amount is None or words("en_US").money(told.amount) in said_of


def test_what_a_patient_entered_comes_first_where_it_is_asked_for() -> None:
    told = kc.prepare_plan(PLAN, screening=SCREENING, nausea_after=[1], headache_after=[2])
    event = by_uid(sheet_file(told, entries=True))["3-visit-booking-17"]
    paragraphs = text(event, "DESCRIPTION").split("\n\n")

    assert paragraphs[0].startswith("You entered: aminophylline. Required: The clinic's rules say to avoid ketamine")
    assert [number for number, one in enumerate(paragraphs) if one.startswith("Your visit: ")] == [1]
    assert "a second medicine against nausea, and ketorolac (Toradol)" in text(event, "DESCRIPTION")
    assert "You entered: Klonopin. If you take a benzodiazepine" in text(event, "DESCRIPTION")
    assert "leaves out" not in text(event, "DESCRIPTION")
    cannabis = by_uid(sheet_file(told, entries=True))["3-cannabis-booking-17"]
    assert text(cannabis, "DESCRIPTION").startswith("You entered: weed. ")


# ---- Hostile text


@settings(max_examples=40)
@given(policy=policies(), place=PRINTABLE)
def test_whatever_a_clinic_is_called_comes_back_inert(policy: kc.Policy, place: str) -> None:
    file = plan_file(visit(policy=policy), location=place)
    clinic = policy.clinic

    assert list(parts(file)) == ["VERSION", "PRODID", "CALSCALE", "VTIMEZONE", "VEVENT"]
    for event, read in zip(parts(file)["VEVENT"], vobject.readOne(file.decode()).vevent_list, strict=True):
        contact = f"{clinic.name}, {clinic.telephone.number}"
        assert text(event, "CONTACT") == read.contact.value == contact
        assert [text(event, "LOCATION"), read.location.value] == [place] * 2 if "LOCATION" in event else True
        assert text(event, "DESCRIPTION") == read.description.value
        assert clinic.name in read.description.value
    assert set(by_uid(file)) == set(by_uid(plan_file(visit())))
    assert max(map(len, file.split(b"\r\n"))) <= 75


@pytest.mark.parametrize("name", ["a\\Nb", "a\\nb", 'a\\,b;c:"d"', "END:VCALENDAR", "\\", "\\\\n", "ü" * 100, "🕊" * 99])
def test_no_name_is_read_as_an_escape_a_line_or_a_part(name: str) -> None:
    policy = kc.faq_policy()
    named = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=name))
    file = plan_file(visit(policy=named))

    read = {event.uid.value: event for event in vobject.readOne(file.decode()).vevent_list}
    assert read["2-visit-booking-17"].summary.value == f"Infusion 2: {name}"
    assert text(by_uid(file)["2-visit-booking-17"], "SUMMARY") == f"Infusion 2: {name}"
    assert max(map(len, file.split(b"\r\n"))) <= 75


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=60) | st.just("x\r\nEND:VEVENT\nBEGIN:VALARM\u2028ACTION:AUDIO"))
def test_whatever_was_typed_comes_back_inert(typed: str) -> None:
    sheet = kc.prepare(visit(), screening=kc.screen(medications=[typed], conditions=[], substances=[]))
    file = sheet_file(sheet, entries=True)

    assert list(by_uid(file)) == list(by_uid(plan_file(visit())))
    assert file.count(b"\nBEGIN:VALARM\r\n") == plan_file(visit()).count(b"\nBEGIN:VALARM\r\n")
    assert len(file.decode().splitlines()) == file.count(b"\r\n")


# ---- Updates and cancellations


def held(*files: bytes) -> dict[str, Part]:
    """What stands in a calendar program after it took those in: of one id, the largest sequence counts."""
    taken: dict[str, Part] = {}
    for file in files:
        for uid, event in by_uid(file).items():
            if uid not in taken or int(event["SEQUENCE"][0]) > int(taken[uid]["SEQUENCE"][0]):
                taken[uid] = event | {"METHOD": parts(file).get("METHOD")}
    return {
        uid: event for uid, event in taken.items() if event.get("STATUS") != ["CANCELLED"] and event["METHOD"] is None
    }


@st.composite
def some_plans(draw: st.DrawFn, completed: int | None = None) -> list[kc.TreatmentPlan]:
    """Plans that replace one another, each with its own number completed or all with that one."""
    days = st.lists(st.integers(0, 9), min_size=1, max_size=5, unique=True)
    return [
        kc.TreatmentPlan.of(
            (at("2026-10-20T10:00") + timedelta(days=day) for day in draw(days)),
            completed=draw(st.integers(0, 2)) if completed is None else completed,
        )
        for _ in range(draw(st.integers(2, 3)))
    ]


@settings(max_examples=40)
@given(some_plans())
def test_an_update_leaves_the_events_of_the_new_plan_and_of_the_visits_before_it(plans: list[kc.TreatmentPlan]) -> None:
    files = [plan_file(plans[0])]
    numbers = {visit.number for visit in plans[0].visits}
    for sequence, after in enumerate(plans[1:], 1):
        files.append(plan_file(after, sequence=sequence, replaces=plans[:sequence]))
        numbers = {number for number in numbers if number <= after.completed} | {v.number for v in after.visits}

    new, left = held(plan_file(plans[-1], sequence=len(plans) - 1)), held(*files)
    assert left.keys() == {f"{number}-{kind}-booking-17" for number in numbers for kind in KINDS}
    assert {uid: left[uid] for uid in new} == new


def calendar_of(day: str) -> str:
    return plain(words("en_US").moment(at(day), LA))


def test_what_is_left_over_is_cancelled_at_the_moment_that_has_vanished() -> None:
    plan = kc.TreatmentPlan.of(
        map(at, ("2026-11-02T10:00", "2026-11-04T10:00", "2026-11-06T10:00", "2026-11-09T10:00"))
    )
    file = plan_file(plan.without(1), sequence=1, replaces=plan)
    cancelled = {uid: event for uid, event in by_uid(file).items() if "STATUS" in event}

    assert cancelled.keys() == {f"4-{kind}-booking-17" for kind in KINDS}
    for event in cancelled.values():
        assert event["STATUS"] == ["CANCELLED"]
        assert event["TRANSP"] == ["TRANSPARENT"]
        assert plain(text(event, "SUMMARY")) == "Cancelled: your visit on Mon, Nov 2, 2026, 10:00 AM PST"
        assert not event.keys() & {"VALARM", "DESCRIPTION", "LOCATION"}
    vanished = expected(kc.Visit.at(at("2026-11-02T10:00"), number=4))
    assert {uid: moments(file)[uid] for uid in cancelled} == vanished


def days(*of_november: int, completed: int = 0) -> kc.TreatmentPlan:
    return kc.TreatmentPlan.of([at(f"2026-11-{day:02}T10:00") for day in of_november], completed=completed)


def left_over(plan: kc.TreatmentPlan | kc.Visit, replaces: Any) -> dict[int, tuple[str, int]]:
    """What the cancelled visits are called, and the day of November at which they stand, by number."""
    file = plan_file(plan, sequence=1, replaces=replaces)
    cancelled = {uid: event for uid, event in by_uid(file).items() if "STATUS" in event}
    told = {}
    for uid, event in cancelled.items():
        number, kind, _ = uid.split("-", 2)
        if kind == "visit":
            starts = moments(file)[uid][0].astimezone(LA)
            summary = plain(text(event, "SUMMARY"))
            assert summary.endswith(f"your visit on {calendar_of(starts.strftime('%Y-%m-%dT%H:%M'))}")
            told[int(number)] = (summary.partition(":")[0], starts.day)
    assert len(cancelled) == len(KINDS) * len(told)
    return told


@pytest.mark.parametrize(
    ("new", "earlier", "cancelled"),
    [
        (days(2, 4, 9), days(2, 4, 6, 9), {4: ("Cancelled", 6)}),
        (days(6), days(2, 4, 6, 9), {2: ("Cancelled", 4), 3: ("Cancelled", 2), 4: ("Cancelled", 9)}),
        (days(3, 4, 6), days(2, 4, 6, 9), {4: ("Cancelled", 9)}),  # moved, and its own moment has vanished
        (days(3, 5, 7), days(2, 4, 6, 9), {4: ("Cancelled", 9)}),
        (days(3, 5, 9), days(2, 4, 6, 9), {4: ("Cancelled", 2)}),  # the first that has
        (
            visit("2026-11-09T10:00", 1),
            days(2, 4, 6, 9),
            {2: ("Cancelled", 4), 3: ("Cancelled", 6), 4: ("Cancelled", 2)},
        ),
        (days(2, 4, 6), days(2, 4, 6), {}),
        (days(2, 4, 6, 9), days(2, 4, 6), {}),
        (days(2, 4), [days(2, 4, 6, 9), days(4, 6, 9)], {3: ("Cancelled", 9), 4: ("Cancelled", 6)}),
        (days(4), (days(day) for day in (2, 4, 6)), {}),
        (days(2, 4), days(2, 2, 4), {3: ("Replaced by another entry", 4)}),  # of two visits at one moment, one remains
        (days(4), days(2, 2, 4), {2: ("Cancelled", 2), 3: ("Cancelled", 2)}),
        (
            days(2, 4),
            days(2, 4, completed=2),
            {3: ("Replaced by another entry", 2), 4: ("Replaced by another entry", 4)},
        ),
        (days(4), days(2, 4, completed=2), {3: ("Cancelled", 2), 4: ("Replaced by another entry", 4)}),
        (days(2), [visit("2026-11-04T10:00", number) for number in (5, 6)], {5: ("Cancelled", 4), 6: ("Cancelled", 4)}),
    ],
)
def test_each_number_that_is_left_over_has_a_moment(
    new: kc.TreatmentPlan | kc.Visit, earlier: Any, cancelled: object
) -> None:
    assert left_over(new, earlier) == cancelled


def test_the_first_file_of_a_booking_replaces_none() -> None:
    assert plan_file(replaces=[]) == plan_file()


def test_what_is_withdrawn_is_in_order_and_keeps_its_phase_and_its_policy() -> None:
    own = policy_in("Europe/Dublin")
    sent = [kc.Visit.at(PLAN.visits[0].moment, number=n, phase=kc.Phase.MAINTENANCE, policy=own) for n in (6, 5)]
    gone = withdrawn(kc.prepare(visit()), [(one,) for one in sent])

    assert gone == (sent[1], sent[0])


@settings(max_examples=60)
@given(some_plans(completed=1))
def test_no_visit_is_called_cancelled_at_the_moment_of_one_that_remains(plans: list[kc.TreatmentPlan]) -> None:
    *earlier, new = plans
    remaining = {visit.moment for visit in new.visits}
    sent = {visit.moment for plan in earlier for visit in plan.visits}
    file = plan_file(new, sequence=len(earlier), replaces=earlier)
    cancelled = {uid for uid, event in by_uid(file).items() if "STATUS" in event}

    numbers = {visit.number for plan in earlier for visit in plan.visits} - {visit.number for visit in new.visits}
    assert cancelled == {f"{number}-{kind}-booking-17" for number in numbers for kind in KINDS}
    starts = [moments(file)[uid][0] for uid in cancelled if "-visit-" in uid]
    assert set(starts) <= sent - remaining
    assert len(set(starts)) == len(starts)
    for uid in cancelled:
        start, _ = moments(file)[f"{uid.partition('-')[0]}-visit-booking-17"]
        named = words("en_US").moment(start, LA)
        assert text(by_uid(file)[uid], "SUMMARY") == f"Cancelled: your visit on {named}"


def test_what_took_place_is_not_cancelled() -> None:
    """H13: the hours without driving after the visit of today go on."""
    new = kc.TreatmentPlan.of([visit.moment for visit in PLAN.visits[1:]], completed=1)

    assert by_uid(plan_file(new, sequence=1, replaces=PLAN)).keys() == {
        f"{number}-{kind}-booking-17" for number in (2, 3) for kind in KINDS
    }
    assert left_over(days(6, completed=2), days(2, 4, 6, 9)) == {4: ("Cancelled", 9)}


def test_the_visits_before_a_lone_one_took_place() -> None:
    for number, left in ((1, {2, 3}), (2, {3}), (3, set())):
        file = plan_file(PLAN.visits[number - 1], sequence=1, replaces=PLAN)
        cancelled = {int(uid[0]) for uid, event in by_uid(file).items() if "STATUS" in event}
        assert cancelled == left


def test_a_sheet_can_replace_a_plan_too() -> None:
    file = sheet_file(kc.prepare(PLAN.visits[0]), sequence=1, replaces=PLAN)

    assert held(FILES["a plan"](), file).keys() == {f"1-{kind}-booking-17" for kind in KINDS}


def test_a_plan_without_visits_can_replace_one() -> None:
    file = plan_file(kc.TreatmentPlan.of([]), sequence=1, replaces=PLAN)

    assert held(FILES["a plan"](), file) == {}


def test_a_cancellation_takes_all_events_of_a_plan_out() -> None:
    file = cancelling(PLAN)

    assert held(FILES["a plan"](), file) == {}
    assert by_uid(file).keys() == by_uid(FILES["a plan"]()).keys()
    assert {event["STATUS"][0] for event in by_uid(file).values()} == {"CANCELLED"}
    assert moments(file) == moments(FILES["a plan"]())
    assert b"BEGIN:VALARM" not in file


@pytest.mark.parametrize("entries", [False, True])
def test_each_event_rests_on_rules_that_exist_and_on_the_recorded_end(*, entries: bool) -> None:
    ended = PLAN.visits[1].moment + timedelta(hours=3)
    sheets = [kc.prepare_plan(PLAN, screening=SCREENING), kc.prepare(PLAN.visits[1], infusion_ended=ended)]
    told = [list(events(sheet, words("en_US"), entries=entries)) for sheet in sheets]

    for event in [*told[0], *told[1]]:
        assert [kc.clause(id_).id for remark in event.remarks for id_ in remark.clauses]
    assert [event.last for event in told[1] if event.kind == "twelve_hours"] == [ended + timedelta(hours=12)]


def test_a_cancelled_event_tells_nobody_to_do_anything() -> None:
    told = list(cancelled(PLAN.visits, words("en_US")))

    assert len(told) == len(KINDS) * len(PLAN.visits)
    assert {(event.remarks, event.closing, event.alarms) for event in told} == {((), "", ())}


def test_a_cancellation_of_one_visit_leaves_the_others() -> None:
    file = cancelling(PLAN.visits[1], locale="es")

    assert held(FILES["a plan"](), file).keys() == {
        f"{number}-{kind}-booking-17" for number in (1, 3) for kind in KINDS
    }
    (summary,) = {plain(text(event, "SUMMARY")) for event in by_uid(file).values()}
    assert summary.startswith("Cancelada: su visita del vie, 30 de oct")


def test_a_cancellation_by_mail_is_of_one_event_each() -> None:
    messages = cancellation_messages(PLAN, **CANCELLING)
    read = [parts(message) for message in messages]

    assert [calendar["METHOD"] for calendar in read] == [["CANCEL"]] * len(messages)
    assert [len(calendar["VEVENT"]) for calendar in read] == [1] * len(messages)
    whole = by_uid(cancelling(PLAN))
    assert [calendar["VEVENT"][0] for calendar in read] == list(whole.values())
    assert {tuple(event["ORGANIZER"]) for event in whole.values()} == {("mailto:desk@clinic.example",)}
    assert held(FILES["a plan"](), *messages) == {}


def test_a_cancellation_takes_no_time() -> None:
    for file in (cancelling(PLAN), *cancellation_messages(PLAN, **CANCELLING)):
        assert {event["TRANSP"][0] for event in parts(file)["VEVENT"]} == {"TRANSPARENT"}


def test_ids_stay_the_same_whatever_else_changes() -> None:
    other = attrs.evolve(kc.faq_policy(), cancellation=kc.CancellationPolicy(notice=kc.Hours(24, "cancel.notice")))
    moved = kc.TreatmentPlan.of([visit.moment + timedelta(days=1) for visit in PLAN.visits], policy=other)
    later = plan_file(moved, stamp=STAMP + timedelta(days=1), sequence=5, locale="ko", location="Elm St.")

    assert (
        list(by_uid(later))
        == list(by_uid(FILES["a plan"]()))
        == [f"{number}-{kind}-booking-17" for number in (1, 2, 3) for kind in KINDS]
    )
    assert {event["SEQUENCE"][0] for event in by_uid(later).values()} == {"5"}
    assert {event["SEQUENCE"][0] for event in by_uid(FILES["a plan"]()).values()} == {"0"}


# ---- What is refused

BARE: Final = kc.TreatmentPlan.of([])


@pytest.mark.parametrize(
    ("options", "argument"),
    [
        ({"uid": ""}, "uid"),
        ({"uid": "a b"}, "uid"),
        ({"uid": "a\r\nX:1"}, "uid"),
        ({"uid": "é"}, "uid"),
        ({"uid": "a" * 101}, "uid"),
        ({"uid": 17}, "uid"),
        ({"stamp": datetime(2026, 10, 2, 9)}, "stamp"),  # noqa: DTZ001
        ({"stamp": "2026-10-02"}, "stamp"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": True}, "sequence"),
        ({"sequence": 1_000_001}, "sequence"),
        ({"replaces": PLAN}, "sequence"),
        ({"replaces": [PLAN]}, "sequence"),
        ({"replaces": visit()}, "sequence"),
        ({"replaces": "plan", "sequence": 1}, "replaces"),
        ({"replaces": [PLAN, None], "sequence": 1}, r"replaces\[1\]"),
        ({"locale": "xx"}, "locale"),
        ({"allow_unreviewed": 1}, "allow_unreviewed"),
        ({"location": ""}, "location"),
        ({"location": "a\nb"}, "location"),
        ({"location": "x" * 201}, "location"),
        ({"organizer": "desk"}, "organizer"),
        ({"organizer": "desk@clinic.example\r\nX:1"}, "organizer"),
        ({"organizer": "a,b@clinic.example"}, "organizer"),
        ({"organizer": b"a@b"}, "organizer"),
        ({"organizer": f"{'a' * 65}@clinic.example"}, "organizer"),
        ({"organizer": f"desk@{'a' * 64}.example"}, "organizer"),
        ({"organizer": "desk@a.b.c.d.e.f.g"}, "organizer"),
    ],
)
def test_a_careless_argument_is_refused_by_its_name(options: dict[str, Any], argument: str) -> None:
    with pytest.raises(kc.KetaclinicError, match=f"^{argument}: "):
        plan_file(**options)


def test_what_is_just_right_is_taken() -> None:
    file = plan_file(
        uid="Az0._@+-" + "x" * 92, sequence=1_000_000, location="x" * 200, organizer="a.b+c_d-e@x-1.example"
    )
    assert "1-visit-Az0._@+-" + "x" * 92 in by_uid(file)
    assert b"ORGANIZER" in plan_file(organizer=f"{'a' * 64}@{'a' * 63}.b.c.d.e.{'f' * 63}")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: plan_file("plan"), "plan: expected a value of type TreatmentPlan, got a value of type str"),  # type: ignore[arg-type]
        (lambda: plan_file(kc.prepare(visit())), "plan: expected a value of type TreatmentPlan, got "),  # type: ignore[arg-type]
        (lambda: plan_file(BARE), "plan: expected a plan with at least one visit"),
        (
            lambda: plan_file(kc.TreatmentPlan.of([], completed=3), sequence=1, replaces=PLAN),
            "plan: expected a plan with at least one visit",
        ),
        (lambda: sheet_file(kc.prepare_plan(BARE), sequence=1, replaces=BARE), "sheet: expected a sheet with at least"),
        (lambda: sheet_file(PLAN), "sheet: expected a value of type PreparationSheet, got "),  # type: ignore[arg-type]
        (
            lambda: sheet_file(kc.prepare(visit()), entries=1),
            "entries: expected True or False, got a value of type int",
        ),
        (lambda: cancelling(BARE), "plan: expected a plan with at least one visit"),
        (lambda: cancelling([visit()]), "plan: expected a value of type TreatmentPlan, got a value of type list"),
        (lambda: cancelling(PLAN, sequence=0), "sequence: expected a whole number from 1 to 1,000,000"),
        (lambda: cancelling(PLAN, uid=""), "uid: expected "),
        (lambda: cancelling(PLAN, organizer="desk"), "organizer: expected an e-mail address, such as 'desk@clinic"),
        (lambda: cancelling(PLAN, locale="xx"), "locale: expected one of en_US"),
        (lambda: plan_file(uid="a b"), "uid: expected 1 to 100 letters, digits or signs of ._@+-"),
        (lambda: plan_file(stamp=datetime(2026, 10, 2, 9)), "stamp: expected an aware datetime"),  # noqa: DTZ001
        (lambda: plan_file(replaces=PLAN), "sequence: expected a whole number from 1 to 1,000,000"),
        (
            lambda: plan_file(replaces=7, sequence=1),
            "replaces: expected an iterable of plans and visits, got a value of",
        ),
        (
            lambda: plan_file(replaces=[PLAN, "p"], sequence=1),
            "replaces[1]: expected a plan or a visit, got a value of type str",
        ),
        (lambda: cancelling(PLAN, organizer=None), "organizer: expected text, got "),
        (lambda: cancellation_messages(BARE, **CANCELLING)[0], "plan: expected a plan with at least one visit"),
    ],
)
def test_a_refusal_says_what_was_expected(make: Callable[[], bytes], message: str) -> None:
    with pytest.raises(kc.KetaclinicError) as caught:
        make()
    assert str(caught.value).startswith(message)


def test_a_uid_is_not_repeated_in_an_error() -> None:
    with pytest.raises(kc.InvalidInputError) as caught:
        plan_file(uid="Jane Doe")
    assert "Jane" not in str(caught.value)


def test_without_the_package_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "icalendar", None)
    for name in ("ical", "ical_times"):
        monkeypatch.delitem(sys.modules, f"ketaclinic.interchange.{name}")

    expected = "^ketaclinic.interchange.ical needs packages that are not installed: install ketaclinic.ical.$"
    with pytest.raises(kc.MissingExtraError, match=expected) as caught:
        import_module("ketaclinic.interchange.ical")
    assert caught.value.extra == "ical"
