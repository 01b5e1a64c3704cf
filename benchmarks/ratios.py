"""What the benchmarks share: rows of calls, measured side by side in one run and told as ratios."""

from collections.abc import Callable, Iterable

import pyperf

Row = tuple[str, Callable[[], object], str | None]
"""What a row is called, what it calls, and the row that it is compared with, if there is one."""


def measured(rows: Iterable[Row], runner: pyperf.Runner) -> dict[str, float]:
    """The median time of each row, measured in processes of its own; empty in such a process."""
    results = {name: runner.bench_func(name, call) for name, call, _ in rows}
    if runner.args.worker:
        return {}
    return {name: bench.median() for name, bench in results.items() if bench is not None}


def told(rows: Iterable[Row], medians: dict[str, float]) -> None:
    """Print each row beside the one that it is compared with."""
    print(f"\n{'':40}{'ratio':>8}")
    for name, _, beside in rows:
        if beside is not None:
            print(f"{name:40}{medians[name] / medians[beside]:8.2f}  of {beside}")


def compare(rows: Iterable[Row]) -> None:
    """Measure the rows, then print them."""
    rows = tuple(rows)
    medians = measured(rows, pyperf.Runner())
    if medians:
        told(rows, medians)
