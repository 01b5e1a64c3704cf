"""The whole of what the tests of names sample: every name in the FDA's list of substances, every code of ICD-10-CM.

It takes a quarter of an hour: `PYTHONPATH=tests python .ci/names.py`.
"""

from held_out import MEDICINES, Entry, contradicts, groups_found, substances, titles


def main() -> int:
    """Print the figures that docs/recall.md gives; 1 if anything is cleared that must not be."""
    codes = [*titles(every=True)]
    contradictions = [code for code, title in codes if contradicts(code, title)]
    print(f"{len(codes):,} codes; title more permissive than its code: {contradictions or 0}", flush=True)
    names = [name for name in substances("of", "bn") if not name.groups]
    alarms = [name for name in names if not groups_found(Entry(name.name)).isdisjoint(MEDICINES)]
    print(
        f"{len(names):,} official names and brands outside the groups of medicines; {len(alarms):,} in one", flush=True
    )
    every = [*substances("of", "bn", "cn", "cd", "sys")]
    cleared = [name.name for name in every if name.is_wrongly_cleared]
    print(f"{len(every):,} names of substances; wrongly compatible: {cleared or 0}")
    return 1 if contradictions or cleared else 0


if __name__ == "__main__":
    raise SystemExit(main())
