"""What quotes and imports cost, beside a hand-written version with plain integers and tuples, in one run.

Run it with `python -m pip install '.[bench]' && python benchmarks/quotes.py --fast`. It prints ratios: what counts is
how much a checked, explained quote costs over the bare computation, not how fast this machine is.
"""

import sys

import pyperf
from ratios import Row, measured, told

import ketaclinic as kc

# (first, last, unit price in cents): the FAQ's figures once more, by hand, since that is what is compared with.
TIERS = ((1, 5, 60_000), (6, None, 45_000))


def plain(infusions: int, completed: int = 0) -> tuple[tuple[tuple[int, int, int, int], ...], int]:
    """A quote without checks, clauses, notes or types: its lines and its total."""
    lines = []
    total = 0
    first, last = completed + 1, completed + infusions
    for begins, ends, price in TIERS:
        low = max(first, begins)
        high = last if ends is None else min(last, ends)
        if low <= high:
            amount = (high - low + 1) * price
            lines.append((low, high, price, amount))
            total += amount
    return tuple(lines), total


ROWS: tuple[Row, ...] = (
    ("plain(6)", lambda: plain(6), None),
    ("quote(6)", lambda: kc.quote(6), "plain(6)"),
    ("quote(6).lines", lambda: kc.quote(6).lines, "plain(6)"),
    ("quote(6).total", lambda: kc.quote(6).total, "plain(6)"),
    ("quote(10)", lambda: kc.quote(10), "plain(6)"),
    ("quote(10_000)", lambda: kc.quote(10_000), "quote(10)"),
    ("quote(10_000).payments[9_999]", lambda: kc.quote(10_000).payments[9_999], "quote(6).lines"),
    ("100,000 plain", lambda: [plain(n % 10) for n in range(100_000)], None),
    ("100,000 quotes, kept", lambda: [kc.quote(n % 10) for n in range(100_000)], "100,000 plain"),
    ("100,000 totals, not kept", lambda: sum(kc.quote(n % 10).total.amount for n in range(100_000)), "100,000 plain"),
)
IMPORTS = (
    ("an empty interpreter", "pass", None),
    ("import attrs, pendulum", "import attrs, pendulum", None),
    ("import ketaclinic", "import ketaclinic", "import attrs, pendulum"),
    ("import ketaclinic; quote(6)", "import ketaclinic; ketaclinic.quote(6)", "import attrs, pendulum"),
    ("import ketaclinic; print(quote(6))", "import ketaclinic; str(ketaclinic.quote(6))", "import attrs, pendulum"),
)


def main() -> None:
    """Measure each row in processes of its own, then print each beside the one that it is compared with."""
    runner = pyperf.Runner()
    medians = measured(ROWS, runner)
    commands = {name: runner.bench_command(name, [sys.executable, "-c", code]) for name, code, _ in IMPORTS}
    if runner.args.worker:
        return
    medians |= {name: bench.median() for name, bench in commands.items() if bench is not None}
    told(ROWS, medians)
    empty = medians[IMPORTS[0][0]]
    for name, _, beside in IMPORTS:
        if beside is not None:
            net = (medians[name] - empty) / (medians[beside] - empty)
            print(f"{name:40}{medians[name] / medians[beside]:8.2f}  of {beside}; {net:.2f} net of the interpreter")
    held = (kc.quote(6), *(getattr(kc.quote(6), name) for name in ("infusions", "completed", "services", "treating")))
    print(f"{'a kept quote(6)':40}{sum(map(sys.getsizeof, held)):8}  bytes")


if __name__ == "__main__":
    main()
