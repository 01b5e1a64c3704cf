"""The import graph points one way, and an import loads nothing before it is needed."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import ketaclinic as kc
from ketaclinic.data import packaged_text

SOURCE = Path(kc.__file__).parent

# data, names among them -> policy -> decisions -> rendering and interchange; a module imports from its own layer or an
# earlier one.
LAYERS = (
    {"errors", "checks", "values", "display", "data", "register", "currencies", "money", "indications", "levels"},
    {"catalogs", "wordings"},
    {"typed", "entries", "near", "names", "vocabulary", "cues", "shorthand", "wording", "alone", "reading"},
    {"group_reader", "hedges", "recognition"},
    {"instants", "spacing"},
    {"figures", "pricing", "policy", "policy_reader", "policy_file", "toml_text"},
    {"quote_lines", "quotes", "screening"},
    {"visits", "calendars", "plans", "planning", "reviews", "cancellation", "waiting"},
    {"instructions", "preparation"},
    {"explanations"},
    {
        "rendering",
        "rendering.blocks",
        "rendering.forms",
        "rendering.locales",
        "rendering.pairing",
        "rendering.times",
        "rendering.words",
    },
    {"rendering.answers"},
    {
        "rendering.cancellations",
        "rendering.events",
        "rendering.explanations",
        "rendering.plans",
        "rendering.quotes",
        "rendering.screenings",
        "rendering.sheets",
    },
    {"rendering.clinical"},
    {
        "interchange",
        "interchange.ical",
        "interchange.ical_times",
        "interchange.ical_updates",
        "interchange.agreement",
        "interchange.cds_hooks",
        "interchange.concerns",
        "interchange.findings",
        "interchange.fhir",
        "interchange.json",
        "interchange.kinds",
        "interchange.reading",
        "interchange.schemas",
        "interchange.shapes",
        "interchange.writing",
    },
    {"hypothesis_plugin", "testing.picking", "testing.times", "testing.prices"},
    {"testing.policy_parts"},
    {"testing.plans", "testing.names"},
    {"testing.quoting"},
    {"testing.decisions"},
    {"testing", "testing.registry"},
)


def modules() -> dict[str, Path]:
    found = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        name = ".".join(part for part in parts if part != "__init__")
        if name:
            found[name] = path
    return found


MODULES = modules()


def imported(name: str) -> set[str]:
    """The modules of the package that one imports when it is itself imported."""
    found = set()
    for node in ast.parse(MODULES[name].read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("ketaclinic"):
            inner = node.module.removeprefix("ketaclinic").removeprefix(".")
            for alias in node.names:
                whole = f"{inner}.{alias.name}".strip(".")
                found.add(whole if whole in MODULES else inner)
        elif isinstance(node, ast.Import):
            found |= {alias.name.removeprefix("ketaclinic.") for alias in node.names if "ketaclinic" in alias.name}
    return found


GRAPH = {name: imported(name) for name in MODULES}


def test_every_module_stands_in_one_layer() -> None:
    assert sorted(name for layer in LAYERS for name in layer) == sorted(MODULES)


def test_imports_point_one_way() -> None:
    depth = {name: index for index, layer in enumerate(LAYERS) for name in layer}
    against = [(name, other) for name, others in GRAPH.items() for other in others if depth[other] > depth[name]]

    assert not against
    assert sum(map(len, GRAPH.values())) > 40  # the graph was read


def test_imports_have_no_cycle() -> None:
    left = {name: set(others) for name, others in GRAPH.items()}
    while left:
        free = {name for name, others in left.items() if not others & left.keys()}
        assert free, f"a cycle among {sorted(left)}"
        for name in free:
            del left[name]


def test_nothing_imports_the_package_itself_by_name() -> None:
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "ketaclinic":
                assert {alias.name for alias in node.names} <= MODULES.keys()


def test_nothing_logs_or_prints() -> None:
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Name) and node.id in {"print", "logging", "warnings", "open", "input"})


def loaded_by(code: str) -> set[str]:
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    return set(run.stdout.split())


HEAVY = {"babel", "pendulum", "gettext", "ketaclinic.rendering", "ketaclinic.screening", "ketaclinic.vocabulary"}


def test_an_import_loads_no_babel_no_pendulum_and_no_data() -> None:
    loaded = loaded_by("import ketaclinic")

    assert not loaded & (HEAVY | {"tomllib", "pkgutil", "icalendar"})
    assert {"attr", "ketaclinic.quotes"} <= loaded


def test_a_quote_loads_no_babel_and_no_pendulum() -> None:
    loaded = loaded_by("import ketaclinic; ketaclinic.quote(6).total; repr(ketaclinic.quote(6))")

    assert not loaded & HEAVY
    assert "tomllib" in loaded


def test_a_screening_loads_no_babel_and_no_pendulum() -> None:
    loaded = loaded_by("import ketaclinic; ketaclinic.screen(medications=['Xanx']).disposition")

    assert not loaded & {"babel", "pendulum", "gettext", "ketaclinic.rendering"}


def test_a_rendering_loads_babel() -> None:
    assert {"babel", "ketaclinic.rendering"} <= loaded_by("import ketaclinic; str(ketaclinic.quote(6))")


def test_every_public_name_is_there_and_in_dir() -> None:
    loaded_by("import ketaclinic as kc; assert {*kc.__all__} <= {*dir(kc)}; [getattr(kc, name) for name in kc.__all__]")
    assert kc.__all__ == sorted(kc.__all__, key=lambda name: (name != name.upper(), name[0].islower(), name))
    assert set(kc.__all__) <= set(dir(kc))


def test_a_star_import_brings_every_public_name() -> None:
    loaded_by("from ketaclinic import *\nassert render(Money(1)) == '$1.00'\nassert quote and Quote")


def test_a_lazy_name_is_the_real_one_and_kept() -> None:
    loaded_by(
        "import ketaclinic as kc\n"
        "assert 'render' not in vars(kc)\n"
        "from ketaclinic import render\n"
        "import ketaclinic.rendering\n"
        "assert vars(kc)['render'] is render is ketaclinic.rendering.render\n"
    )


@pytest.mark.parametrize("name", ["Render", "rendr", "__wrapped__"])
def test_an_unknown_name_is_an_attribute_error(name: str) -> None:
    with pytest.raises(AttributeError, match=f"^module 'ketaclinic' has no attribute '{name}'$"):
        getattr(kc, name)


def test_output_is_the_same_under_any_hash_seed_and_time_zone() -> None:
    script = (
        "import ketaclinic as kc\n"
        "quote = kc.quote(6, services=list(kc.Service)[:3], treating=list(kc.Indication)[:7])\n"
        "screening = kc.screen(medications=['klonapin', 'Symbyax', 'xanax zoloff'], conditions=['F20.0'])\n"
        "print(screening, screening.clauses, [finding.suggestions for finding in screening.findings])\n"
        "print(quote, quote.clauses, kc.dump_policy(kc.faq_policy()), kc.render(quote, form='html'))"
    )
    outputs = {
        subprocess.run(  # noqa: S603
            [sys.executable, "-c", script],
            capture_output=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONIOENCODING": "utf-8"},
        ).stdout
        for seed, zone, language in (("0", "UTC", "C"), ("1", "Asia/Kathmandu", "de_DE.UTF-8"), ("2", "", "xx_XX"))
    }

    assert len(outputs) == 1


def test_a_file_that_a_package_does_not_ship_is_not_found() -> None:
    with pytest.raises(FileNotFoundError):
        packaged_text("ketaclinic", "nothing.toml")
    with pytest.raises(FileNotFoundError, match=r"^x\.toml$"):
        packaged_text("builtins", "x.toml")  # a package that can read no files
