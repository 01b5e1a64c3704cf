"""Calendars: read back by others, at the plan's moments by their own time zone, inert, and replaced or cancelled."""

import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from itertools import product
from typing import Any

import pytest
from dateutil.tz import tzical

import ketaclinic as kc
from ketaclinic.interchange.ical import cancellation_calendar, plan_calendar, sheet_calendar
from strategies import LA, at

STAMP = datetime(2026, 10, 2, 9, 30, tzinfo=LA)
KINDS = ("cancellation", "cannabis", "fasting", "visit", "driver", "twelve_hours")
PLAN = kc.TreatmentPlan.of(map(at, ("2026-10-28T10:00", "2026-10-30T10:00", "2026-11-02T10:00")))
SCREENING = kc.screen(
    medications=["Klonopin", "zoloff", "aminophylline"], conditions=["CRPS", "lupus"], substances=["weed"]
)

Part = dict[str, Any]


def visit(text: str = "2026-12-03T10:00", number: int = 2, policy: kc.Policy | None = None) -> kc.Visit:
    return kc.Visit.at(at(text), number=number, policy=policy)


def plan_file(plan: kc.TreatmentPlan | kc.Visit = PLAN, **options: Any) -> bytes:
    return plan_calendar(plan, **({"uid": "booking-17", "stamp": STAMP} | options))


def sheet_file(sheet: kc.PreparationSheet, **options: Any) -> bytes:
    return sheet_calendar(sheet, **({"uid": "booking-17", "stamp": STAMP} | options))


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
    (calendar,) = stack[0]["VCALENDAR"]
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


FILES = {
    "a plan": plan_file(),
    "a visit": plan_file(visit()),
    "in Spanish": plan_file(locale="es_US"),
    "in Korean": plan_file(locale="ko", allow_unreviewed=True),
    "in Persian": plan_file(locale="fa"),
    "by mail": plan_file(organizer="desk@clinic.example", location="5 Elm St., Suite 2; Los Angeles"),
    "with entries": sheet_file(kc.prepare_plan(PLAN, screening=SCREENING), entries=True),
    "an update": plan_file(PLAN.without(2), sequence=1, replaces=PLAN),
    "a cancellation": cancellation_calendar(PLAN, uid="booking-17", stamp=STAMP, sequence=2),
}
EACH = pytest.mark.parametrize("file", FILES.values(), ids=FILES)

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
    assert len(calendar["PRODID"]) == len(calendar["VTIMEZONE"]) == 1
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
