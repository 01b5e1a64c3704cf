"""The build step that compiles the catalogs of messages, for wheels, source distributions and editable installs.

Of each `ketaclinic.po` it makes two files beside it: `all.mo` with every translation, and `reviewed.mo` without those
that are marked `fuzzy`, which no qualified person has reviewed.
"""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileCatalogs(BuildHookInterface):  # type: ignore[type-arg]  # its configuration has no type of its own
    """Compiles the catalogs before anything is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002  # as hatchling calls it
        """Write the compiled catalogs beside their sources, and name them to the build: git does not know them."""
        for source in sorted(Path(self.root, "src", "ketaclinic", "locale").rglob("*.po")):
            for compiled in compile_catalog(source):
                build_data["artifacts"].append(compiled.relative_to(self.root).as_posix())


def compile_catalog(source: Path) -> list[Path]:
    """Compile one catalog; the files that were written."""
    with source.open("rb") as text:
        catalog = read_po(text, locale=source.parts[-3], abort_invalid=True)
    written = []
    for name, use_fuzzy in (("all.mo", True), ("reviewed.mo", False)):
        path = source.with_name(name)
        with path.open("wb") as compiled:
            write_mo(compiled, catalog, use_fuzzy=use_fuzzy)
        written.append(path)
    return written
