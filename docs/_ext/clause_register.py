"""A Sphinx directive that writes the clause register out, so that the page of the rules cannot go stale."""

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

import ketaclinic as kc

_TOPICS = {
    "candidacy": "Candidacy",
    "plan": "Treatment plan",
    "visit": "The visit",
    "price": "Price",
    "cancel": "Cancellation",
    "prepare": "Preparation",
    "aftercare": "Aftercare",
    "screen": "Contraindications and precautions",
}
_BASES = {
    kc.Basis.STATED: "Stated",
    kc.Basis.INTERPRETATION: "Interpretation",
    kc.Basis.SILENCE: "Silence",
}


class ClauseRegister(Directive):
    """Each clause under its topic, then the paragraphs that tell background."""

    def run(self) -> list[nodes.Node]:
        """Make a section for each topic."""
        sections = [self._section(title, topic) for topic, title in _TOPICS.items()]
        return [*sections, self._background()]

    def _section(self, title: str, topic: str) -> nodes.section:
        section = nodes.section("", nodes.title(text=title), ids=[f"topic-{topic}"])
        for clause in kc.clauses():
            if clause.topic == topic:
                section += self._clause(clause)
        return section

    @staticmethod
    def _clause(clause: kc.Clause) -> nodes.section:
        anchor = clause.id.replace(".", "-")
        section = nodes.section("", nodes.title("", "", nodes.literal(text=clause.id)), ids=[anchor])
        section += nodes.paragraph(text=clause.summary)
        if clause.reading:
            section += nodes.paragraph("", "", nodes.strong(text="How it is read: "), nodes.Text(clause.reading))
        numbers = ", ".join(map(str, clause.paragraphs))
        noun = "paragraph" if len(clause.paragraphs) == 1 else "paragraphs"
        section += nodes.paragraph("", "", nodes.emphasis(text=f"{_BASES[clause.basis]}, {noun} {numbers}."))
        return section

    @staticmethod
    def _background() -> nodes.section:
        section = nodes.section("", nodes.title(text="Background"), ids=["topic-background"])
        section += nodes.paragraph(text="What these paragraphs tell beside rules, or instead of them, decides nothing.")
        items = nodes.bullet_list()
        for paragraph in kc.paragraphs():
            if paragraph.background:
                text = nodes.paragraph(text=f"Paragraph {paragraph.number}: {paragraph.background}")
                items += nodes.list_item("", text)
        section += items
        return section


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("clause-register", ClauseRegister)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
