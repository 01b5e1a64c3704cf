"""A quote in words: aligned text, Markdown and HTML that carry the same figures and let nothing through."""

import decimal
import re
import threading
import time
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import attrs
import html5lib
import pytest
from babel.lists import format_list
from babel.numbers import format_currency, parse_decimal
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import ketaclinic as kc
from ketaclinic.catalogs import SHIPPED
from ketaclinic.rendering.quotes import _CONSULTATIONS, _NOTES
from ketaclinic.rendering.words import filled, parts, words
from ketaclinic.testing import consultations, counts, moneys, policies
from strategies import PRINTABLE

EVERYTHING = kc.quote(
    10_000,
    completed=4,
    services=[
        kc.Service.INFORMATION_CONSULTATION,
        kc.Service.TELEPHONE_CONSULTATION,
        kc.Service.PRE_INFUSION_CONSULTATION,
    ],
)
TO_DO = "Pay for each infusion at its visit. Questions? Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874."
TEXT = f"""\
Total price: $4,500,350.00

{TO_DO}

Telephone consultation                    1 × $0.00           $0.00   price.consultation
Information consultation                1 × $200.00         $200.00   price.information-consultation
Consultation before the infusions         1 × $0.00           $0.00   price.consultation
Infusion 5                              1 × $600.00         $600.00   price.initial
Infusions 6 to 10,004               9,999 × $450.00   $4,499,550.00   price.thereafter
Total                                                 $4,500,350.00

- This is an estimate for this number of infusions. The doctor fits the plan to you. (plan.individual)
- Infusions you have already had at this clinic set the price of the next ones. Cancelled or missed visits do not \
count. (price.initial)
- No infusion is charged up front; each is paid at its visit. (price.pay-as-you-go)
- The consultation before the infusions is free. (price.consultation)
- The consultation by telephone is free. (price.consultation)
- Insurance is unlikely to pay, so nothing is deducted for it. The clinic gives you papers with which you can ask your \
insurer to reimburse you. It does not arrange pre-authorization. (price.insurance)
- This assumes no treatment for chronic pain, which is priced differently. (price.chronic-pain)

Rules that it rests on: price.consultation, price.information-consultation, price.initial,
price.thereafter, plan.individual, price.pay-as-you-go, price.insurance, price.chronic-pain

What the rules do not say
  - It is not stated when a consultation is paid. Please ask the clinic. (price.pay-as-you-go)"""


def test_a_quote_as_text() -> None:
    assert str(EVERYTHING) == kc.render(EVERYTHING) == TEXT
    assert f"{EVERYTHING}" == TEXT


def test_a_chronic_pain_schedule_is_named_as_such() -> None:
    policy = kc.faq_policy()
    schedule = kc.PriceSchedule(tiers=[kc.Tier(last=None, unit_price=kc.Money("900"), clause="price.chronic-pain")])
    policy = attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, chronic_pain=schedule))
    text = str(kc.quote(2, treating=[kc.Indication.CHRONIC_PAIN], policy=policy))

    assert "\n- These are the clinic's prices for the treatment of chronic pain. (price.chronic-pain)\n" in text
    assert "Infusions 1 to 2   2 × $900.00   $1,800.00   price.chronic-pain\n" in text


def test_a_consultation_that_is_not_included_is_told_with_its_price() -> None:
    policy = kc.faq_policy()
    consultations = policy.pricing.consultations
    priced = attrs.evolve(consultations.pre_infusion, unit_price=kc.Money("75"))
    consultations = attrs.evolve(consultations, pre_infusion=priced)
    policy = attrs.evolve(policy, pricing=attrs.evolve(policy.pricing, consultations=consultations))

    assert "- The consultation before the infusions is not included. It costs $75.00. (" in str(
        kc.quote(2, policy=policy)
    )
    assert "It costs" not in str(kc.quote(2))


def test_a_rendering_is_padded_as_text_is() -> None:
    assert f"{kc.Money('600'):>10}" == "   $600.00"
    assert f"{kc.Money('600')}" == "$600.00"


def test_a_quote_for_nothing_says_so() -> None:
    text = str(kc.quote(0))

    assert text.startswith(
        "Total price: $0.00\n\nQuestions? Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874.\n\n"
        "Total      $0.00\n\n- "
    )


def test_every_consultation_and_every_note_has_words() -> None:
    assert _CONSULTATIONS.keys() | {kc.Service.INFUSION} == set(kc.Service)
    assert _NOTES.keys() == set(kc.QuoteNote)
    assert len({*_NOTES.values(), *_CONSULTATIONS.values()}) == len(_NOTES) + len(_CONSULTATIONS)


@given(counts(most=20_000), counts(most=20), consultations())
def test_the_columns_of_a_text_table_are_aligned(n: int, k: int, services: list[kc.Service]) -> None:
    quote = kc.quote(n, completed=k, services=services)
    table = str(quote).split("\n\n")[2].splitlines()

    amounts = [re.search(r"\$[\d,.]+(?=   price\.|$)", line) for line in table]
    assert len({match.end() for match in amounts if match}) == 1
    assert all(amounts)
    assert len({line.index("price.") for line in table[:-1]}) <= 1
    assert all(line == line.rstrip() for line in table)
    assert "   " not in str(quote).replace(str(quote).split("\n\n")[2], "")


@given(policies(), counts(most=20), consultations())
def test_every_form_shows_every_figure_and_names_every_clause(
    policy: kc.Policy, n: int, services: list[kc.Service]
) -> None:
    last = policy.pricing.infusions.last
    quote = kc.quote(n if last is None else min(n, last), services=services, policy=policy)
    amounts = [quote.total, *(amount for line in quote.lines for amount in (line.amount, line.unit_price))]
    for content in (kc.render(quote), markdown_words(quote), html_words(quote)):
        assert all(kc.render(amount) in content for amount in amounts)
        assert all(clause in content for clause in quote.clauses)
        assert policy.clinic.telephone.number in content


# ---- Markdown, read back by a parser of it


def markdown_words(quote: kc.Quote) -> str:
    tokens = MarkdownIt("commonmark").enable("table").parse(kc.render(quote, form="markdown"))
    return "\n".join(token.content for inline in tokens for token in inline.children or [] if token.type == "text")


def test_a_quote_as_markdown() -> None:
    lines = kc.render(kc.quote(6), form="markdown").splitlines()

    assert lines[:10] == [
        r"## Total price\: \$3,450.00",
        "",
        TO_DO.replace(":", r"\:").replace("-", r"\-"),
        "",
        "| Service | Number and price | Amount | Rule |",
        "| --- | ---: | ---: | --- |",
        r"| Infusions 1 to 5 | 5 × \$600.00 | \$3,000.00 | price\.initial |",
        r"| Infusion 6 | 1 × \$450.00 | \$450.00 | price\.thereafter |",
        r"| **Total** |  | **\$3,450.00** |  |",
        "",
    ]
    assert lines[12] == r"- No infusion is charged up front; each is paid at its visit. (price\.pay\-as\-you\-go)"


LINKS = ["www.example.com", "http://example.com", "example.com", "a@example.com", "mailto:a@example.com", "x.com/a_b"]


@given(PRINTABLE | st.sampled_from(LINKS), st.sampled_from(["commonmark", "gfm-like"]))
def test_nothing_that_a_clinic_is_called_is_read_as_markdown(name: str, flavour: str) -> None:
    policy = kc.faq_policy()
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=name))
    parser = MarkdownIt(flavour).enable(["table", "strikethrough"])
    html = parser.render(kc.render(kc.quote(1, policy=policy), form="markdown"))
    paragraph = html5lib.parseFragment(html, namespaceHTMLElements=False).findall("p")

    assert paragraph[0].text == f"Pay for each infusion at its visit. Questions? Call {name}: (866) 987-7874."
    assert not list(paragraph[0])


# ---- HTML, read back by a parser of it


def fragment(html: str) -> Any:
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(html)[0]


def html_words(quote: kc.Quote) -> str:
    return " ".join(fragment(kc.render(quote, form="html")).itertext())


def test_a_quote_as_html() -> None:
    section = fragment(kc.render(kc.quote(6), form="html"))

    assert section.tag == "section"
    assert section.attrib == {"lang": "en-US", "class": "tex2jax_ignore mathjax_ignore"}
    assert [element.tag for element in section] == ["h2", "p", "table", "ul", "p"]
    assert section.find("h2").text == "Total price: $3,450.00"
    assert [(th.text, th.get("scope")) for th in section.findall("table/thead/tr/th")] == [
        ("Service", "col"),
        ("Number and price", "col"),
        ("Amount", "col"),
        ("Rule", "col"),
    ]
    rows = [[cell.text for cell in row] for row in section.findall("table/tbody/tr")]
    assert rows == [
        ["Infusions 1 to 5", "5 × $600.00", "$3,000.00", "price.initial"],
        ["Infusion 6", "1 × $450.00", "$450.00", "price.thereafter"],
    ]
    assert {th.get("scope") for th in section.findall("table/tbody/tr/th")} == {"row"}
    assert [[cell.text or "" for cell in row] for row in section.findall("table/tfoot/tr")] == [
        ["Total", "", "$3,450.00", ""]
    ]
    assert section.findall("ul/li/small")[2].text == "(price.pay-as-you-go)"
    assert section.find("p").text == TO_DO
    assert section.findall("p/small")[0].text.startswith("Rules that it rests on: price.initial, price.thereafter, ")


def test_html_is_written_plainly() -> None:
    html = kc.render(kc.quote(0, services=[kc.Service.TELEPHONE_CONSULTATION]), form="html")

    assert html == (
        '<section class="tex2jax_ignore mathjax_ignore" lang="en-US">\n<h2>Total price: $0.00</h2>\n'
        "<p>Questions? Call Ketamine Healing Clinic of Los Angeles: (866) 987-7874.</p>\n<table>\n<thead>\n"
        '<tr><th scope="col">Service</th><th scope="col">Number and price</th><th scope="col">Amount</th>'
        '<th scope="col">Rule</th></tr>\n</thead>\n<tbody>\n<tr><th scope="row">Telephone consultation</th>'
        '<td data-label="Number and price">1 × $0.00</td><td data-label="Amount">$0.00</td>'
        '<td data-label="Rule">price.consultation</td></tr>\n</tbody>\n<tfoot>\n<tr><th scope="row">Total</th>'
        '<td data-label="Number and price"></td><td data-label="Amount">$0.00</td><td data-label="Rule"></td></tr>\n'
        "</tfoot>\n</table>\n<ul>\n"
        "<li>The consultation before the infusions is free. <small>(price.consultation)</small></li>\n"
        "<li>The consultation by telephone is free. <small>(price.consultation)</small></li>\n"
        "<li>This assumes no treatment for chronic pain, which is priced differently. "
        "<small>(price.chronic-pain)</small></li>\n</ul>\n"
        "<p><small>Rules that it rests on: price.consultation, price.chronic-pain</small></p>\n</section>"
    )


def test_html_has_no_style_and_no_script() -> None:
    tags = {element.tag for element in fragment(kc.render(EVERYTHING, form="html")).iter()}

    assert tags == {
        "section",
        "h2",
        "h3",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "ul",
        "li",
        "small",
        "p",
    }


HOSTILE = [
    "<script>alert(1)</script>",
    '"onload="x',
    "a & b &lt; c",
    "'; DROP TABLE",
    "</section><img src=x>",
    "{total}",
]


@given(PRINTABLE | st.sampled_from(HOSTILE))
def test_whatever_a_clinic_is_called_comes_back_inert_from_html(name: str) -> None:
    policy = kc.faq_policy()
    policy = attrs.evolve(policy, clinic=attrs.evolve(policy.clinic, name=name))
    section = fragment(kc.render(kc.quote(1, policy=policy), form="html"))

    assert section.find("p").text == f"Pay for each infusion at its visit. Questions? Call {name}: (866) 987-7874."
    assert [element.tag for element in section] == ["h2", "p", "table", "ul", "p"]


def test_a_fill_in_reaches_into_nothing_and_is_not_filled_in_again() -> None:
    assert filled(parts("{a} {b.__class__} {0} {a}"), {"a": "{b}", "b": "x"}) == "{b} {b.__class__} {0} {b}"
    assert filled(parts("{a}"), {"a": ""}, lambda text: f"<{text}>") == "<>"
    with pytest.raises(KeyError):
        filled(parts("{c}"), {"a": "x"})


def test_a_fill_in_that_ends_with_a_full_stop_ends_the_sentence() -> None:
    assert filled(parts("From {a}. To {a}."), {"a": "3 p.m."}) == "From 3 p.m. To 3 p.m."
    assert filled(parts("{a}."), {"a": "3 p.m."}, "\N{FIRST STRONG ISOLATE}{}\N{POP DIRECTIONAL ISOLATE}".format) == (
        "\N{FIRST STRONG ISOLATE}3 p.m.\N{POP DIRECTIONAL ISOLATE}"
    )
    assert filled(parts("{a}. {a}, {b}."), {"a": "3 p.m", "b": ""}) == "3 p.m. 3 p.m, ."


# ---- Amounts


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (kc.Money("3450"), "$3,450.00"),
        (kc.Money("-0.05"), "-$0.05"),
        (kc.Money("600", "EUR"), "€600.00"),
        (kc.Money("600", "JPY"), "¥600"),
        (kc.Money("1234.567", "KWD"), "KWD1,234.567"),
        (kc.Money("1.5", "IQD"), "IQD1.500"),
        (kc.Money("1.5", "LBP"), "LBP1.50"),
        (kc.Money("1.2345", "UYW"), "UYW1.2345"),
        (kc.Money("999999999999999.99"), "$999,999,999,999,999.99"),
    ],
)
def test_an_amount_is_shown_in_all_its_decimal_places(money: kc.Money, text: str) -> None:
    assert str(money) == kc.render(money) == kc.render(money, form="html") == text


def test_figures_are_those_of_the_locale_that_is_asked_for() -> None:
    persian, spanish = words("fa"), words("es_US")

    assert persian.number(10_004) == "10,004"
    assert spanish.money(kc.Money("3450", "EUR")) == "EUR3,450.00"
    assert (persian.language, spanish.language) == ("fa", "es-US")


def test_an_amount_as_markdown() -> None:
    assert kc.render(kc.Money("-5"), form="markdown") == r"\-\$5.00"


@given(moneys())
def test_an_amount_parses_back(money: kc.Money) -> None:
    number = re.sub(r"[^0-9.,-]", "", str(money))
    assert parse_decimal(number, locale="en_US") == money.amount


@given(moneys(currency="USD"))
def test_an_amount_in_dollars_is_as_babel_writes_it(money: kc.Money) -> None:
    assert str(money) == format_currency(money.amount, "USD", locale="en_US")


def test_no_decimal_context_of_a_host_program_changes_a_rendering() -> None:
    for context in (
        decimal.Context(prec=3),
        decimal.Context(prec=1, rounding=decimal.ROUND_UP),
        decimal.Context(prec=3, traps=[decimal.Inexact, decimal.Rounded, decimal.FloatOperation]),
    ):
        with decimal.localcontext(context):
            assert str(EVERYTHING) == TEXT
            assert not any(context.flags.values())
    assert str(kc.Money(Decimal("12345678901234.56"))) == "$12,345,678,901,234.56"


def test_many_threads_render_the_same() -> None:
    results: list[str] = []
    threads = [threading.Thread(target=lambda: results.extend(str(EVERYTHING) for _ in range(5))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == [TEXT] * 40


# ---- Locales and forms


@pytest.mark.parametrize("locale", ["en_US", "en-US", "EN_us", "en", "en_GB", "en-001", "en_Latn_US", "en-Latn"])
def test_a_regional_variant_falls_back_to_the_shipped_locale_of_its_language(locale: str) -> None:
    assert kc.render(EVERYTHING, locale=locale) == TEXT


@pytest.mark.parametrize(
    "locale",
    [
        *["", "xx", "zz_US", "fr_FR", "../x", "en/US", "en_US@x", "en_US.UTF-8", "en_", "_US", "en__US", "en_USA", "e"],
        *["english", "C", "POSIX", "en_US\n", " en_US", "en\0", "ｅｎ", "en_US" * 1000],
    ],
)
def test_any_other_locale_is_refused_with_the_shipped_ones(locale: str) -> None:
    with pytest.raises(kc.UnknownLocaleError) as refused:
        kc.render(EVERYTHING, locale=locale)

    assert refused.value.shipped == ("en_US", "es_US", "ko", "fa")
    assert refused.value.given == (repr(locale) if len(locale) < 40 else f"text of {len(locale)} characters")
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize("locale", [None, 5, b"en_US", ["en_US"]])
def test_a_locale_of_another_type_is_refused(locale: Any) -> None:
    with pytest.raises(kc.InvalidTypeError, match="^locale: expected the name of a locale, such as 'en_US', got "):
        kc.render(EVERYTHING, locale=locale)


@pytest.mark.parametrize("form", ["", "TEXT", "pdf", None, 5, ["text"], b"text"])
def test_another_form_is_refused(form: Any) -> None:
    with pytest.raises(kc.InvalidInputError, match="^form: expected text, markdown or html, got "):
        kc.render(EVERYTHING, form=form)
    with pytest.raises(kc.InvalidInputError, match="^form: "):
        kc.render(kc.Money(1), form=form)
    with pytest.raises(kc.InvalidInputError, match="got 'pdf'$"):
        kc.render(EVERYTHING, form="pdf")  # type: ignore[arg-type]


# ---- Notebooks and IPython


class Printer:
    """As IPython's pretty printer takes text."""

    def __init__(self) -> None:
        self.content = ""

    def text(self, text: str) -> None:
        assert "\n" not in text
        self.content += text

    def break_(self) -> None:
        self.content += "\n"


def test_a_part_of_an_answer_is_printed_prettily_as_it_is_represented() -> None:
    visit = kc.Visit.at(datetime(2026, 12, 3, 18, tzinfo=UTC), number=2)
    for part in (visit, visit.ends_between):
        printer = Printer()
        part._repr_pretty_(printer, False)
        assert printer.content == repr(part)


def test_ipython_prints_the_text_and_a_notebook_shows_the_html() -> None:
    printer = Printer()
    EVERYTHING._repr_pretty_(printer, False)

    assert printer.content == TEXT
    assert EVERYTHING._repr_html_() == kc.render(EVERYTHING, form="html")


# ---- Lists


ITEMS = st.sampled_from(["Xanax", "ibuprofen", "y", " y ", "ítems", "hierba", "{0}", "{1}", "a, b", "و", "약", ""])


@pytest.mark.parametrize("locale", SHIPPED)
@given(st.lists(ITEMS | st.text(max_size=5), max_size=12))
def test_items_are_joined_as_babel_joins_them(locale: str, items: list[str]) -> None:
    spoken = words(locale)
    joined = format_list([spoken.isolated(item) for item in items], locale=locale)
    last = items[-1] if items else ""
    if locale == "es_US" and len(items) > 1 and re.match("h?[ií](?![aeo])", last, re.IGNORECASE):
        joined = f"{joined[: -len(last) - len(' y ')]} e {last}"

    assert spoken.listed(iter(items)) == joined


@pytest.mark.parametrize("number", range(13))
@pytest.mark.parametrize("locale", SHIPPED)
def test_a_list_of_any_number_of_items_is_joined_as_babel_joins_it(locale: str, number: int) -> None:
    spoken = words(locale)
    items = [f"{at}{'abc'[at % 3]}" for at in range(number)]

    assert spoken.listed(items) == format_list([spoken.isolated(item) for item in items], locale=locale)


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        (["ibuprofeno"], "ibuprofeno"),
        (["Xanax", "ibuprofeno"], "Xanax e ibuprofeno"),
        (["Xanax", "litio", "ibuprofeno"], "Xanax, litio e ibuprofeno"),
        (["Xanax", "hierba"], "Xanax y hierba"),
        (["ibuprofeno", "Xanax"], "ibuprofeno y Xanax"),
    ],
)
def test_before_the_sound_of_an_i_spanish_has_another_and(items: list[str], joined: str) -> None:
    assert words("es_US").listed(items) == joined


@pytest.mark.parametrize("locale", SHIPPED)
def test_a_list_takes_as_long_as_it_has_items(locale: str) -> None:
    def seconds(number: int) -> float:
        times = []
        for _ in range(5):
            began = time.process_time()
            words(locale).listed(["Xanax at night"] * number)
            times.append(time.process_time() - began)
        return min(times)

    assert seconds(40_000) < 100 * seconds(2_000)  # and not 400 times as long
