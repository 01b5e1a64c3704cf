"""What is written short, spelled out before an entry is cut into groups: "w/o", "SI/HI", "in the 90s"."""

import re
from typing import Final

_SLASHED: Final = {
    "w/o": "without", "h/o": "history of", "r/o": "rule out", "s/p": "history of", "n/a": "none", "d/o": "disorder",
    "w/": "with ",
    "/day": " per day", "/week": " per week", "/wk": " per week", "/month": " per month", "/night": " per night",
}  # fmt: skip
"""Abbreviations whose slash parts no names, and what they stand for."""

_ABBREVIATION: Final = re.compile(
    r"(?<![a-z])(?:w/o|h/o|r/o|s/p|n/a|d/o)\b|(?<![a-z])w/|/(?:day|week|wk|month|night)\b"
)
_DECADE: Final = r"(?:early |mid |late )?[\u2019']?(?:(?:19|20)[0-9]0|[2-9]0)[\u2019']?s?\b"
_ENDS: Final = r"(?=\s*(?:$|[,;.)]|n?or\b))"
_LONG: Final = (
    # A decade is past, or says since when.
    (re.compile(rf"\b(?:in|during) (?:the |my |his |her )?{_DECADE}(?<=s)"), "formerly"),
    (re.compile(rf"\ben los (?:a[nñ]os )?{_DECADE}"), "anteriormente"),
    (re.compile(r"(?<![\w.])([\u2019']?(?:(?:19|20)[0-9]0|[2-9]0))[\u2019']?s\b"), r"\1"),
    # The thoughts that charts say are absent: "SI" is Spanish for "yes", too.
    (re.compile(r"\ba\s?/\s?v\s?/?\s?h\b|\bah\b\W{1,3}(?:n?or |and )?vh\b"), "avh"),
    (
        re.compile(r"\bs/?i\b\W{1,3}(?:n?or |and )?h/?i\b(?:\W{1,3}(?:n?or |and )?(?=avh\b))?"),
        "suicidal ideation/homicidal ideation/",
    ),
    (re.compile(rf"\b(no|current|active|passive|negative for|neg for) s/?i\b{_ENDS}"), r"\1 suicidal ideation"),
    (re.compile(rf"\b(den(?:y|ies|ied|ying)\b[^.;]*?)\bs/?i\b{_ENDS}"), r"\1suicidal ideation"),
    # Behind another name and by itself it is no answer to a question.
    (re.compile(r"(?<=[,;])\s*s/?i(?=\s*(?:$|[,;.]))"), " suicidal ideation"),
    # What ICD-10-CM says of dementia, in one phrase.
    (
        re.compile(
            r"\bwithout (?:(?:behavioral|mood) disturbance,? (?:and |or )?)*psychotic disturbance"
            r"(?:,? (?:and )?(?:(?:behavioral|mood) disturbance|anxiety\b))*"
        ),
        "without psychotic disturbance",
    ),
)  # fmt: skip


def spelled_out(spoken: str) -> str:
    """The text in lower case, with what is written short in words."""
    spoken = _ABBREVIATION.sub(lambda match: _SLASHED[match[0]], spoken.lower())
    for pattern, words in _LONG:
        spoken = pattern.sub(words, spoken)
    return spoken
