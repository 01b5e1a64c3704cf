"""What JSON documents cost, beside the standard library's own work on the equivalent dict, in one run.

Run it with `python -m pip install '.[bench,json]' && python benchmarks/documents.py --fast`.
"""

import json
from datetime import datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

from ratios import Row, compare

import ketaclinic as kc
from ketaclinic.interchange import json as documents

FIRST = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("America/Los_Angeles"))
PLANS = [kc.propose_plan(first=FIRST + timedelta(days=day), infusions=6) for day in range(100)]
"""A hundred, so that none is at hand from the time before."""

TEXTS = [documents.dumps(plan) for plan in PLANS]
plans, dicts, texts = cycle(PLANS), cycle(map(json.loads, TEXTS)), cycle(TEXTS)

ROWS: tuple[Row, ...] = (
    ("json.dumps of the dict", lambda: json.dumps(next(dicts), ensure_ascii=False, separators=(",", ":")), None),
    ("a plan to JSON", lambda: documents.dumps(next(plans)), "json.dumps of the dict"),
    ("json.loads", lambda: json.loads(next(texts)), None),
    ("a plan of JSON, derived anew", lambda: documents.loads(next(texts), renew=True), "json.loads"),
    ("a plan of JSON, compared", lambda: documents.loads(next(texts)), "json.loads"),
)

if __name__ == "__main__":
    compare(ROWS)
