"""The forms of a rendered answer, down to the blank: documents of our own, written out."""

from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from ketaclinic.rendering.blocks import Document, Entry, Remark, Row, Section, Table
from ketaclinic.rendering.forms import as_html, as_markdown, as_text, as_xhtml, markdown_text, width_of
from ketaclinic.rendering.pairing import Paired, paired

WORD = "abcdefghi"  # nine letters, so that nine of them and their blanks fill 89 columns

DOCUMENT = Document(
    language="fa-IR",
    title="Title",
    tables=(
        Table(("A", "B"), (Row(("a", "1")), Row(("", "22"), is_total=True)), numeric=frozenset({1})),
        Table(("C", "D"), (Row(("c", "d")),), is_headed=True, title="Which", lead="Do this."),
    ),
    remarks=(Remark("Remark.", ("x.y", "x.z")),),
    to_do="Call.",
    rests_on="On x.y.",
    unsaid=Section("Unsaid", (Entry("", "Which.", ("x.u",)),)),
    brief="In brief.",
    sections=(
        Section("Always", (Entry("", "Do.", ("x.y",)),)),
        Section("Day", (Entry("9:00", "Go.", ("x.y",)), Entry("10:00", "Stay.", ("x.z",)))),
        Section("Nothing", ()),
    ),
    drawing="[1] 2",
)


def test_a_document_as_text() -> None:
    assert as_text(DOCUMENT) == (
        "Title\n\nCall.\n\nAlways\n  - Do. (x.y)\n\nDay\n  9:00    Go. (x.y)\n  10:00   Stay. (x.z)\n\nNothing\n\n"
        "a    1\n    22\n\nWhich\nDo this.\nC   D\nc   d\n\n[1] 2\n\n- Remark. (x.y, x.z)\n\nOn x.y.\n\n"
        "Unsaid\n  - Which. (x.u)"
    )


def test_a_document_as_markdown() -> None:
    assert as_markdown(DOCUMENT) == (
        "## Title\n\nCall.\n\n### Always\n\n- Do. (x\\.y)\n\n### Day\n\n- **9\\:00** Go. (x\\.y)\n"
        "- **10\\:00** Stay. (x\\.z)\n\n### Nothing\n\n\n"
        "| A | B |\n| --- | ---: |\n| a | 1 |\n|  | **22** |\n\n### Which\n\nDo this.\n\n| C | D |\n"
        "| --- | --- |\n| c | d |\n\n- Remark. (x\\.y, x\\.z)\n\nOn x\\.y.\n\n### Unsaid\n\n- Which. (x\\.u)"
    )


def test_a_document_as_html() -> None:
    assert as_html(DOCUMENT) == (
        '<section class="tex2jax_ignore mathjax_ignore" lang="fa-IR" dir="rtl">\n<h2>Title</h2>\n<p>Call.</p>\n'
        "<h3>Always</h3>\n<ul>\n<li>Do. <small>(x.y)</small></li>\n</ul>\n"
        "<h3>Day</h3>\n<ul>\n<li><strong>9:00</strong> Go. <small>(x.y)</small></li>\n"
        "<li><strong>10:00</strong> Stay. <small>(x.z)</small></li>\n</ul>\n<h3>Nothing</h3>\n<ul>\n</ul>\n"
        '<table>\n<thead>\n<tr><th scope="col">A</th><th scope="col">B</th></tr>\n</thead>\n<tbody>\n'
        '<tr><th scope="row">a</th><td data-label="B">1</td></tr>\n</tbody>\n<tfoot>\n'
        '<tr><th scope="row"></th><td data-label="B">22</td></tr>\n</tfoot>\n</table>\n'
        "<h3>Which</h3>\n<p>Do this.</p>\n"
        '<table>\n<thead>\n<tr><th scope="col">C</th><th scope="col">D</th></tr>\n</thead>\n<tbody>\n'
        '<tr><th scope="row">c</th><td data-label="D">d</td></tr>\n</tbody>\n<tfoot>\n</tfoot>\n</table>\n'
        "<ul>\n<li>Remark. <small>(x.y, x.z)</small></li>\n</ul>\n<p><small>On x.y.</small></p>\n"
        "<h3>Unsaid</h3>\n<ul>\n<li>Which. <small>(x.u)</small></li>\n</ul>\n</section>"
    )


def test_documents_as_xhtml() -> None:
    first = Document(
        language="fa",
        title="<First>",
        to_do="Call.",
        tables=(Table(("A", "B"), (Row(("a", "1 & 2")),)),),
        remarks=(Remark("Remark.", ("x.y",)),),
        rests_on="On x.y.",
        unsaid=Section("Unsaid", (Entry("", "Which.", ("x.u",)),)),
    )

    assert as_xhtml(first, Document("fa", "Second", "Call.", rests_on="On x.z.")) == (
        '<div xmlns="http://www.w3.org/1999/xhtml" lang="fa" xml:lang="fa" dir="rtl">\n<p><b>&lt;First&gt;</b></p>\n'
        "<p>Call.</p>\n<ul>\n<li>A: a</li>\n<li>B: 1 &amp; 2</li>\n<li>Remark. (x.y)</li>\n</ul>\n<p>On x.y.</p>\n"
        "<p>Unsaid</p>\n<ul>\n<li>Which. (x.u)</li>\n</ul>\n"
        "<p><b>Second</b></p>\n<p>Call.</p>\n<p>On x.z.</p>\n</div>"
    )


@pytest.mark.parametrize(
    "heading", ['"><script>alert(1)</script>', "' onclick='x", "a & b", Paired('"Rule"', "<b>", "not reviewed")]
)
def test_a_cell_holds_the_heading_of_its_column_and_it_is_inert(heading: str) -> None:
    written = as_html(Document("en", "T", "C", tables=(Table(("A", heading), (Row(("a", "<b>1</b>")),)),)))
    section = ET.fromstring(f"<div>{written}</div>")  # noqa: S314  # it is our own
    (cell,) = section.iter("td")

    assert cell.attrib == {"data-label": str(heading)}
    assert cell.text == "<b>1</b>"
    assert not [*section.iter("script"), *section.iter("b")]


@pytest.mark.parametrize("form", [as_text, as_html, as_xhtml])
def test_a_row_that_lacks_a_cell_is_an_error_and_not_cut(form: Callable[[Document], str]) -> None:
    rows = (Row(("a", "b")), Row(("a",)))

    with pytest.raises(ValueError, match="zip"):
        form(Document("en", "T", "C", tables=(Table(("A", "B"), rows),)))


def lines_of(text: str) -> list[str]:
    section = Section("S", (Entry("", text, ("x",)),))
    return as_text(Document("en", "T", "C", sections=(section,))).splitlines()[5:]


@pytest.mark.parametrize(("letters", "lines"), [(3, 1), (4, 2)])
def test_a_line_is_filled_to_its_last_column_and_no_further(letters: int, lines: int) -> None:
    # The lead and eight words with their blanks take 84 columns, the last word and what it cites take the rest.
    written = lines_of(f"{' '.join([WORD] * 8)} {'b' * 5}{'x' * letters}")

    assert len(written) == lines
    assert max(map(width_of, written)) <= 96


@pytest.mark.parametrize("long", [90, 91, 92, 200])
def test_a_word_is_never_broken(long: int) -> None:
    written = lines_of(f"{'x' * long} y")

    assert " ".join(line.strip("- ") for line in written) == f"{'x' * long} y (x)"
    assert ("x" * long) in written[0]


def test_behind_a_word_that_is_longer_than_a_line_the_next_line_begins_at_once() -> None:
    long = "x" * 200

    assert lines_of(f"a {long} y z") == ["  - a", f"    {long}", "    y z (x)"]
    assert lines_of(f"{long}  {long} y z") == [f"  - {long}", f"     {long}", "    y z (x)"]


def test_a_word_that_is_longer_than_a_line_may_come_last() -> None:
    assert as_text(Document("en", "T", "C", rests_on=f"a {'x' * 200}")) == f"T\n\nC\n\na\n{'x' * 200}"
    assert as_text(Document("en", "T", "C", rests_on="x" * 200)) == f"T\n\nC\n\n{'x' * 200}"


@given(st.lists(st.sampled_from(["a", "bcd", WORD, WORD * 5, WORD * 12, "\u202f", "한"]), min_size=1, max_size=60))
def test_each_line_takes_as_many_words_as_it_can(words: list[str]) -> None:
    lines = lines_of(" ".join(words))
    indent = " " * 4

    assert lines[0].startswith("  - ")
    assert all(line.startswith(indent) for line in lines[1:])
    assert " ".join(line[4:] for line in lines) == f"{' '.join(words)} (x)"
    for line, following in pairwise(lines):
        assert width_of(line) <= 96 or " " not in line[4:]
        assert width_of(f"{line} {following[4:].split(' ')[0]}") > 96


def test_only_a_plain_blank_is_where_a_line_may_end() -> None:
    assert lines_of("한 7:00\u202fAM\u00a0x") == ["  - 한 7:00\u202fAM\u00a0x (x)"]


@pytest.mark.parametrize(("last", "lines"), [("a", 2), ("ab", 3)])
def test_lines_of_wide_letters_are_filled_to_their_last_column_too(last: str, lines: int) -> None:
    # The lead or the indent and 30 wide letters with their blanks take 93 columns.
    words = [*["한"] * 30, "ab", *["한"] * 29, last]
    written = lines_of(" ".join(words))

    assert len(written) == lines
    assert width_of(written[0]) == 96
    assert " ".join(line[4:] for line in written) == f"{' '.join(words)} (x)"


def test_wide_letters_fill_a_line_twice_as_fast() -> None:
    assert len(lines_of(" ".join(["한"] * 28))) == 1
    assert len(lines_of(" ".join(["한"] * 33))) == 2


@pytest.mark.parametrize(
    ("text", "columns"),
    [("\u202f", 1), ("7:00\u202fAM", 7), ("\u0300", 0), ("e\u0300x", 2), ("Ｘ", 2), ("X", 1), ("F한", 3), ("ｱ", 1)],
)
def test_columns_at_the_edges(text: str, columns: int) -> None:
    assert width_of(text) == columns


def test_what_is_alike_is_not_paired_and_what_differs_is_with_its_mark() -> None:
    english, spanish = (
        Document(language, title, "same", remarks=(Remark(text, ("x",)),))
        for language, title, text in (("en", "Title", "Do."), ("es", "Título", "Haga."))
    )
    cautious = Document("es", "Título", "same", remarks=(Remark("Do.", ("x",)),))
    document = paired(cautious, spanish, english, "sin revisar")

    assert (document.language, document.title, document.to_do) == ("es", "Título", "same")
    text = document.remarks[0].text
    assert isinstance(text, Paired)
    assert (text, text.english, text.translation) == ("Do. [sin revisar: Haga.]", "Do.", "[sin revisar: Haga.]")
    assert type(document.title) is str
    assert paired(spanish, spanish, english, "m") is spanish


def test_documents_of_another_shape_are_not_paired() -> None:
    one, two = (Document("es", "T", "c", remarks=(Remark("a", ("x",)),) * number) for number in (1, 2))
    with pytest.raises(ValueError, match="zip"):
        paired(one, two, two, "m")


# ---- Markdown, read back by a parser of it

BEGINNINGS = [
    *("1. ", "1) ", "0. ", "007. ", "123456789) ", "1234567890. ", "1.", "1)", "۱. ", "- ", "* ", "+ ", "-", "*", "+"),
    *(
        "# ",
        "###### ",
        "#",
        "> ",
        ">",
        "``` ",
        "```",
        "~~~",
        "`",
        "| a | b |",
        "|",
        "---",
        "- - -",
        "***",
        "___",
        "===",
    ),
    *("<div>", "</p>", "<!-- ", "<?x ", "<!A ", "<![CDATA[", "<script>", "<x@example.com>", "<http://a.b>", "&nbsp;"),
    *(
        "[a]: /b",
        "[a]: <b> 'c'",
        "[^1]: ",
        "[ ] ",
        "[x] ",
        "![a](b)",
        "[a](b)",
        ": ",
        ":::",
        "$$",
        "\\",
        "\\\\",
        "!",
        "**",
        "a",
    ),
    *("http://a.b", "www.a.b", "a@b.co", "a.b", "1.2", "1.a", "2. 3. ", "1. - ", "- 1. ", "1\u00a0. ", "1.\u3000"),
]
PIECES = st.sampled_from(BEGINNINGS) | st.text(st.sampled_from("ab1.) -#>`~|=_*+<[]:!&@\\\u00a0é한"), max_size=6)
LINES = st.lists(PIECES, min_size=1, max_size=4).map(lambda drawn: "".join(drawn).strip()).filter(len)


def page(*texts: str) -> Document:
    """A document in which each place holds its text."""
    title, to_do, heading, when, told, cell, lead, remark, rests_on, unsaid = texts
    return Document(
        "en",
        title,
        to_do,
        sections=(Section(heading, (Entry(when, told, ("x",)), Entry("", told, ("x",)))),),
        tables=(Table((cell, cell), (Row((cell, cell)), Row((cell, ""), is_total=True)), title=title, lead=lead),),
        remarks=(Remark(remark, ("x",)),),
        rests_on=rests_on,
        unsaid=Section(heading, (Entry("", unsaid, ("x",)),)),
    )


def read(document: Document, flavour: str) -> tuple[list[tuple[str, str]], list[str], set[str]]:
    """The kinds of blocks that a parser finds, the texts within them, and the kinds of what is within a line."""
    parser = MarkdownIt(flavour).enable(["table", "strikethrough"])
    tokens = parser.parse(as_markdown(document))
    inline = [token.children or [] for token in tokens if token.type == "inline"]
    texts = ["".join(child.content for child in children) for children in inline]
    kinds = {child.type for children in inline for child in children}
    return [(token.type, token.tag) for token in tokens], texts, kinds


@pytest.mark.parametrize("flavour", ["commonmark", "gfm-like"])
@given(st.lists(LINES, min_size=10, max_size=10))
def test_whatever_a_text_begins_with_it_makes_no_block_of_markdown(flavour: str, texts: list[str]) -> None:
    title, to_do, heading, when, told, cell, lead, remark, rests_on, unsaid = texts
    blocks, read_back, kinds = read(page(*texts), flavour)

    assert blocks == read(page(*"abcdefghij"), flavour)[0]
    assert kinds <= {"text", "strong_open", "strong_close"}
    assert read_back == [
        *(title, to_do, heading, f"{when} {told} (x)", f"{told} (x)", title, lead),
        *(cell, cell, cell, cell, cell, ""),
        *(f"{remark} (x)", rests_on, heading, f"{unsaid} (x)"),
    ]


@pytest.mark.parametrize("beginning", BEGINNINGS)
@pytest.mark.parametrize("flavour", ["commonmark", "gfm-like"])
def test_each_beginning_of_a_block_makes_none(flavour: str, beginning: str) -> None:
    for text in (beginning.strip(), f"{beginning}asthma", f"{beginning} asthma"):
        blocks, read_back, _ = read(page(*[text] * 10), flavour)

        assert blocks == read(page(*"abcdefghij"), flavour)[0]
        assert (read_back[1], read_back[4]) == (text, f"{text} (x)")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("1. asthma", r"1\. asthma"),
        ("12) asthma", r"12\) asthma"),
        ("1.", r"1\."),
        ("1)", r"1\)"),
        ("1.asthma", r"1\.asthma"),
        ("1.5 mg", "1.5 mg"),
        ("۱. آسم", r"۱\. آسم"),
        ("in 1. asthma", "in 1. asthma"),
        ("(1) asthma", "(1) asthma"),
    ],
)
def test_a_number_at_the_beginning_is_no_item_of_a_list(text: str, markdown: str) -> None:
    assert markdown_text(text) == markdown
