"""How much the JSON API makes of one document, since an answer is made in the event loop.

A short document can ask for a long answer: the sheet for a plan tells at each visit what was entered. So what is asked
for is counted before anything is derived.
"""

import json
from typing import Any, Final

import ketaclinic as kc

from .typed import LISTS as ENTERED

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of a document. What the API gives within the other limits is shorter, so that it is taken back."""
MOST_LISTED: Final = 100
"""Items of a list, and visits of a plan."""
MOST_REPEATED: Final = 16_000
"""Bytes of all that was entered, times the visits and two: it stands at each, and among what has no date."""

_VISITS: Final = ("starts", "maintenance")
_LISTS: Final = (
    *_VISITS,
    *ENTERED,
    "shifts",
    "reserved",
    "services",
    "treating",
    "nausea_after",
    "headache_after",
)
"""The lists that answers are made from; what is derived is only compared with what follows from these."""
_PARTS: Final = ("plan", "subject", "screening")
"""The parts of a document in which such lists stand, too."""

IN_WORDS: Final = (
    f"A list that is not derived holds at most {MOST_LISTED} items, and a plan at most {MOST_LISTED} visits. "
    f"All entries of a screening have together at most {MOST_REPEATED:,} bytes, divided by the visits and two. "
    f"A document has at most {LARGEST:,} bytes; each answer within these limits is shorter, and is taken again."
)


def beyond(body: bytes) -> tuple[kc.Fault, ...]:
    """What a document asks too much of; of what is no JSON, nothing: the library cannot read it either.

    It is parsed for this alone. The library parses it again, since it refuses what this takes, such as a field twice.
    """
    try:
        tree = json.loads(body.decode())
    except (ValueError, RecursionError):
        return ()
    if type(tree) is not dict:
        return ()
    parts = {"": tree, **{f"{name}.": tree[name] for name in _PARTS if type(tree.get(name)) is dict}}
    lists = {(place, name): _listed(part, name) for place, part in parts.items() for name in _LISTS}
    visits = sum(len(items) for (_, name), items in lists.items() if name in _VISITS)
    entered = sum(_size(items) for (_, name), items in lists.items() if name in ENTERED)
    faults = [
        kc.Fault(f"{place}{name}", f"expected at most {MOST_LISTED} items")
        for (place, name), items in lists.items()
        if len(items) > MOST_LISTED
    ]
    if visits > MOST_LISTED:
        faults.append(kc.Fault("document", f"expected at most {MOST_LISTED} visits"))
    if entered * (visits + 2) > MOST_REPEATED:
        most = MOST_REPEATED // (visits + 2)
        faults.append(kc.Fault("document", f"expected at most {most:,} bytes of entries in all, beside so many visits"))
    return tuple(faults)


def _listed(part: dict[str, Any], name: str) -> list[Any]:
    items = part.get(name)
    return items if type(items) is list else []


def _size(entries: list[Any]) -> int:
    """The bytes of the entries as JSON writes them, without quotation marks."""
    written = (json.dumps(entry, ensure_ascii=False) for entry in entries if type(entry) is str)
    return sum(len(text.encode(errors="surrogatepass")) - 2 for text in written)
