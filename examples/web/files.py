"""Calendar files of a plan or of a visit with its preparation."""

import re
import secrets
from datetime import datetime
from typing import Final

import ketaclinic as kc
from ketaclinic.interchange.ical import sheet_calendar

from .entries import Entries
from .pages import treated

FILES: Final = {"plan.ics": "plan", "visit.ics": "prepare"}
"""The files, each with the page whose answer it holds."""

_BOOKING: Final = re.compile(r"[0-9a-f]{16}")


def calendar_file(dated: kc.TreatmentPlan | kc.PreparationSheet, entries: Entries, stamp: datetime) -> bytes:
    """The plan or the sheet as a calendar. It leaves out what was typed in the intake, since calendars are shared.

    Where that says chronic pain, it leaves out the price, too.

    A chance number goes along from page to page, so that a file that is saved again replaces the earlier one.
    """
    booking = entries.typed.one("booking")
    uid = booking if _BOOKING.fullmatch(booking) else secrets.token_hex(8)
    sheet = kc.prepare_plan(dated, treating=treated(entries)) if isinstance(dated, kc.TreatmentPlan) else dated
    return sheet_calendar(sheet, uid=uid, stamp=stamp, locale=entries.labels.locale)
