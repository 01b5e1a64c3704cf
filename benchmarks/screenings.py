"""What screenings cost, beside looking names up in a dict, beside difflib and beside an import, in one run.

Run it with `python -m pip install '.[bench]' && python benchmarks/screenings.py --fast`. It prints ratios, and times
where the goal is a time; what is made when it is first needed is measured in processes of its own.
"""

import difflib
import statistics
import subprocess
import sys

import pyperf
from ratios import Row, measured

import ketaclinic as kc
from ketaclinic import screening
from ketaclinic.vocabulary import vocabulary

MEDICINES = ("Xanax", "Zoloft", "Lithium", "Wellbutrin XL", "lamotrigine", "ibuprofen")
CONDITIONS = ("asthma", "high blood pressure", "seizures")
TABLE = dict.fromkeys(vocabulary().anywhere, 1)
NAMES = sorted(name for name in {name for name, _ in vocabulary().anywhere.grouped()} if " " not in name)
MISSPELT = [f"{name[:3]}{name[4]}{name[3]}{name[5:]}" for name in NAMES if len(name) > 6][::13][:100]
MILLION = "x" * 1_000_000


def new_names() -> object:
    """A screening of names that were never read before in the process, however written."""
    screening._kept.cache_clear()  # noqa: SLF001  # there is no other way to forget
    return kc.screen(medications=MEDICINES, conditions=CONDITIONS)


def refused() -> None:
    """A screening of an entry of a million letters."""
    try:
        kc.screen(medications=[MILLION])
    except kc.InvalidInputError:
        return


ROWS: tuple[Row, ...] = (
    ("look-ups", lambda: [TABLE[name.lower()] for name in (*MEDICINES, *CONDITIONS)], None),
    ("screen, 9 names", lambda: kc.screen(medications=MEDICINES, conditions=CONDITIONS), "look-ups"),
    ("screen, 9 new names", new_names, "look-ups"),
    ("difflib, a misspelt name", lambda: difflib.get_close_matches("klonapin", NAMES), None),
    ("near names of a misspelt name", lambda: vocabulary().near.near("klonapin"), "difflib, a misspelt name"),
    ("screen, a misspelt name", lambda: kc.screen(medications=["klonapin"]), "difflib, a misspelt name"),
    ("screen, 100 misspelt names", lambda: kc.screen(medications=MISSPELT), "look-ups"),
    ("refuse an entry of 1 MB", refused, "look-ups"),
)
TIMED = "import time, tomllib, ketaclinic.screening\nfrom ketaclinic.vocabulary import vocabulary\n"
FIRST_USES = (
    ("import attrs, pendulum", "import time; t = time.perf_counter(); import attrs, pendulum"),
    ("the vocabulary, read", f"{TIMED}t = time.perf_counter(); vocabulary()"),
    ("the first near name", f"{TIMED}vocabulary(); t = time.perf_counter(); vocabulary().near.near('klonapin')"),
    (
        "the first 100 misspelt names",
        f"{TIMED}vocabulary(); t = time.perf_counter(); ketaclinic.screen(medications={MISSPELT!r})",
    ),
)


def first_uses() -> dict[str, float]:
    """The median time of each first use, each time in a new process, all by turns."""
    times: dict[str, list[float]] = {name: [] for name, _ in FIRST_USES}
    for _ in range(15):
        for name, code in FIRST_USES:
            script = f"{code}; print(time.perf_counter() - t)"
            run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
            times[name].append(float(run.stdout))
    return {name: statistics.median(those) for name, those in times.items()}


def main() -> None:
    """Measure each row in processes of its own, then print each beside the one that it is compared with."""
    medians = measured(ROWS, pyperf.Runner())
    if not medians:
        return
    print(f"\n{'':40}{'ratio':>10}{'ms':>10}")
    for name, _, beside in ROWS:
        if beside is not None:
            print(f"{name:40}{medians[name] / medians[beside]:10.3g}{medians[name] * 1e3:10.3f}  beside {beside}")
    first = first_uses()
    imported = first[FIRST_USES[0][0]]
    for name, seconds in first.items():
        print(f"{name:40}{seconds / imported:10.3g}{seconds * 1e3:10.3f}  beside {FIRST_USES[0][0]}")


if __name__ == "__main__":
    main()
