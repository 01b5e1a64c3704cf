"""Calendar files of a plan or of a visit with its preparation."""

import re
import secrets
from datetime import datetime
from typing import Final

import ketaclinic as kc
from ketaclinic.interchange.ical import plan_calendar, sheet_calendar

from .entries import Entries

FILES: Final = {"plan.ics": "plan", "visit.ics": "prepare"}
"""The files, each with the page whose answer it holds."""

_BOOKING: Final = re.compile(r"[0-9a-f]{16}")


def calendar_file(dated: kc.TreatmentPlan | kc.PreparationSheet, entries: Entries, stamp: datetime) -> bytes:
    """The plan or the sheet as a calendar. It leaves out what was typed in the intake, since calendars are shared.

    A chance number goes along from page to page, so that a file that is saved again replaces the earlier one.
    """
    booking = entries.typed.one("booking")
    uid = booking if _BOOKING.fullmatch(booking) else secrets.token_hex(8)
    if isinstance(dated, kc.TreatmentPlan):
        return plan_calendar(dated, uid=uid, stamp=stamp, locale=entries.labels.locale)
    return sheet_calendar(dated, uid=uid, stamp=stamp, locale=entries.labels.locale)
