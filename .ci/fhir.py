"""Screenings as FHIR, held against an independent validator: the npm package fhir, which knows release 4 by itself.

It needs node with npm, and takes a minute: `PYTHONPATH=tests python .ci/fhir.py`. The package is installed into a
temporary folder. The figures stand in docs/clinical.md.
"""

import json
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import UUID

import ketaclinic as kc
from held_out import entries
from ketaclinic.interchange import fhir
from strategies import HOSTILE

VALIDATOR = "fhir@4.12.0"
SCRIPT = """
const { Fhir } = require("fhir");
const fhir = new Fhir();
const lines = require("fs").readFileSync(0, "utf8").split("\\n");
for (const line of lines) {
  const resource = JSON.parse(line);
  const { messages } = fhir.validate(resource, { errorOnUnexpected: true });
  const again = fhir.validate(fhir.xmlToObj(fhir.objToXml(resource)), { errorOnUnexpected: true });
  console.log(JSON.stringify([messages, again.messages]));
}
"""
FEW = 6
"""How many entries a screening has of each kind."""


def screenings() -> Iterator[kc.Screening]:
    """Intakes of what people type, each list asked for or not, and some that hold nothing or something hostile."""
    yield kc.screen()
    yield kc.screen(medications=[], conditions=[], substances=[])
    medicines = [entry.typed for entry in entries() if not entry.is_condition]
    conditions = [entry.typed for entry in entries() if entry.is_condition]
    for at in range(0, len(medicines), FEW):
        typed = conditions[at % len(conditions) :][:FEW]
        yield kc.screen(medications=medicines[at : at + FEW], conditions=typed, substances=None if at % 4 else [])
    for at in range(0, len(conditions), FEW):
        yield kc.screen(conditions=conditions[at : at + FEW])
    yield kc.screen(medications=HOSTILE, conditions=HOSTILE)


def bundles() -> Iterator[dict[str, Any]]:
    """The screenings as collections: in each locale by turns, every other one with a patient and a time."""
    locales = cycle(locale.name for locale in kc.locales())
    for number, (screening, locale) in enumerate(zip(screenings(), locales, strict=False)):
        known: dict[str, Any] = {}
        if number % 2:
            known = {"patient": f"Patient/{number}", "identified": datetime(2026, 11, 24, 9, tzinfo=UTC)}
        yield fhir.bundle(screening, instance=UUID(int=number), locale=locale, **known)


def broken(good: dict[str, Any]) -> list[dict[str, Any]]:
    """What the validator has to refuse, each for one reason."""
    issue = next(e["resource"] for e in good["entry"] if e["resource"]["resourceType"] == "DetectedIssue")
    outcome = good["entry"][-1]["resource"]
    without_status = {key: held for key, held in issue.items() if key != "status"}
    return [
        without_status,
        {**issue, "status": "cleared"},
        {**issue, "severity": "none"},
        {**issue, "urgency": "high"},
        {**issue, "evidence": issue["evidence"][0]},
        {**issue, "patient": {"reference": "Group/1"}},
        {**issue, "identifiedDateTime": "yesterday"},
        {**issue, "text": {"div": issue["text"]["div"]}},
        {**issue, "mitigation": [{}]},
        {**outcome, "issue": []},
        {**outcome, "issue": [{**outcome["issue"][0], "code": "unasked"}]},
        {**good, "type": "heap"},
        {**good, "entry": [{"resource": {**issue, "status": "cleared"}}]},
    ]


def messages_on(resources: list[dict[str, Any]], folder: Path) -> list[list[dict[str, str]]]:
    """What the validator says of each, as JSON and once more after a way through XML."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        raise SystemExit("not run: this needs node with npm")
    install = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(folder), VALIDATOR]
    if not (folder / "node_modules" / "fhir").exists():
        subprocess.run(install, check=True)
    lines = "\n".join(json.dumps(resource) for resource in resources)
    run = subprocess.run([node, "-e", SCRIPT], cwd=folder, input=lines, capture_output=True, text=True, check=True)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    if len(told) != len(resources):
        raise SystemExit("the validator did not answer for every resource")
    return [as_json + as_xml for as_json, as_xml in told]


def errors(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """The messages that refuse a resource."""
    return [message for message in messages if message["severity"] in {"error", "fatal"}]


def main() -> int:
    """Print what the validator says; 1 if it refuses what we make, or takes what is broken."""
    made = list(bundles())
    alone = [entry["resource"] for bundle in made for entry in bundle["entry"]]
    resources = [*made, *alone]
    bad = broken(made[3])
    with tempfile.TemporaryDirectory() as folder:
        told = messages_on(resources, Path(folder))
        refused = [bool(errors(messages)) for messages in messages_on(bad, Path(folder))]
    wrong = [error for messages in told for error in errors(messages)]
    kinds = Counter(resource["resourceType"] for resource in resources)
    print(", ".join(f"{number:,} {kind}" for kind, number in sorted(kinds.items())))
    print(f"errors: {len(wrong):,}", *wrong[:5], sep="\n")
    code = re.compile(r'"[^"]+"(?= (?:\(|not))')
    others = Counter((m["severity"], code.sub("...", m["message"])) for messages in told for m in messages)
    for (severity, message), number in sorted(others.items()):
        print(f"{severity} {number:,} times: {message}")
    print(f"{sum(refused)} of {len(bad)} broken resources refused")
    return 1 if wrong or not all(refused) else 0


if __name__ == "__main__":
    raise SystemExit(main())
