"""Days and times within text, marked so that HTML can make an element of each, wherever it stands in a sentence.

The marks are characters that Unicode keeps free of meaning. None stands in what a clinic or a patient typed, since only
what prints is shown of that.
"""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Final

_BEGINS, _THEN, ENDS = "\ufdd0\ufdd1\ufdd2"
_MARKED: Final = re.compile(f"{_BEGINS}([^{_THEN}]*){_THEN}([^{ENDS}]*){ENDS}")
_MINUTE: Final = timedelta(minutes=1)


def timed(value: date, in_words: str) -> str:
    """The day or the moment in words, marked with what it stands for."""
    return f"{_BEGINS}{_machine_readable(value)}{_THEN}{in_words}{ENDS}"


def with_elements(html: str) -> str:
    """The escaped text, with a `time` element for each day and time that is marked in it."""
    return _MARKED.sub(r'<time datetime="\1">\2</time>', html) if _BEGINS in html else html


def _machine_readable(value: date) -> str:
    """As HTML reads it: offsets in whole minutes, seconds with three decimals at most."""
    if not isinstance(value, datetime):
        return value.isoformat()
    if (value.utcoffset() or timedelta()) % _MINUTE:
        value = value.astimezone(UTC)
    return value.isoformat(timespec="milliseconds" if value.microsecond else "seconds")
