"""A Sphinx directive that renders one patient's whole way in each language and form, when the docs are built."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.application import Sphinx

import ketaclinic as kc

_FORMS: tuple[tuple[str, kc.Form], ...] = (("Text", "text"), ("Markdown", "markdown"), ("HTML", "html"))


def _journey() -> list[tuple[str, object]]:
    """What a patient is given, step by step."""
    zone = ZoneInfo("America/Los_Angeles")
    screening = kc.screen(medications=["Klonopin", "Zoloft"], conditions=["depression"], substances=[])
    calendar = kc.ClinicCalendar(closed=[date(2026, 12, 25)])
    plan = kc.propose_plan(first=datetime(2026, 12, 21, 10, tzinfo=zone), infusions=4, calendar=calendar)
    notified = datetime(2026, 12, 19, 9, tzinfo=zone)
    return [
        ("Screening", screening),
        ("Plan", plan),
        ("Price", kc.quote_plan(plan, treating=screening.indications)),
        ("Preparation", kc.prepare(plan.visits[0], screening=screening)),
        ("Cancellation", kc.assess_cancellation(plan.visits[0], notified=notified, reserved=plan.visits)),
        ("Explanation of the price", kc.explain(kc.quote(4))),
    ]


class Journey(Directive):
    """A section for each language, with each step in text and in brief; then one step in every form."""

    def run(self) -> list[nodes.Node]:
        """Render everything."""
        steps = _journey()
        return [*(self._in(locale, steps) for locale in kc.locales()), self._forms(steps[2][1])]

    @staticmethod
    def _in(locale: kc.LocaleStatus, steps: list[tuple[str, object]]) -> nodes.section:
        section = nodes.section("", nodes.title(text=f"{locale.language} ({locale.name})"), ids=[f"in-{locale.name}"])
        if not locale.is_reviewed:
            clinical = sum(message.is_clinical for message in locale.messages)
            section += nodes.paragraph(
                text=f"None of {len(locale.messages)} messages is reviewed yet; {clinical} are clinical and stand "
                "beside their English."
            )
        for title, decision in steps:
            part = nodes.section("", nodes.title(text=title), ids=[f"{locale.name}-{title.lower().replace(' ', '-')}"])
            part += nodes.raw("", kc.render(decision, locale=locale.name, form="html"), format="html")
            brief = kc.render(decision, locale=locale.name, detail="brief", allow_unreviewed=True)
            part += nodes.paragraph(text="In brief:")
            part += nodes.literal_block(brief, brief, language="none")
            section += part
        return section

    @staticmethod
    def _forms(decision: object) -> nodes.section:
        section = nodes.section("", nodes.title(text="One answer in every form"), ids=["in-every-form"])
        for title, form in _FORMS:
            rendered = kc.render(decision, form=form)
            section += nodes.paragraph(text=f"{title}:")
            section += nodes.literal_block(rendered, rendered, language="none")
        return section


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the directive."""
    app.add_directive("journey", Journey)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
