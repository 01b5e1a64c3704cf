"""What patients type, and what a screening says of it."""

from functools import cache
from typing import Final

from hypothesis import strategies as st

from ketaclinic.policy import Policy
from ketaclinic.screening import Finding, Screening, Suggestion, screen
from ketaclinic.testing.picking import one_among
from ketaclinic.testing.policy_parts import policy_or_drawn
from ketaclinic.vocabulary import vocabulary

_WRITTEN: Final = ("{}", "{}.", "  {} ", "({})", "“{}”", "{}®", "{}?", "*{}*")
_WITH_A_STRENGTH: Final = (
    "{name} {number} mg",
    "{name} {number}mg at night",
    "{name}, {number} tablets twice a day as needed",
    "{number} mg {name} po qhs",
    "{name} {number} mg/día por la noche",
    "{name} {number} since March",
)
_OF_A_RELATIVE: Final = ("my {relative} has {name}", "{relative}: {name}", "{name} ({relative})")
_NEGATED: Final = ("{negation} {name}", "{name}, {negation} {other}", "{negation} {name} or {other}")
_TOGETHER: Final = ("{name}, {other}", "{name} and {other}", "{name}/{other}", "{name} {other}", "{name}\n{other}")
_WIDE: Final = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def typed_names() -> st.SearchStrategy[str]:
    """What patients type where a medicine, a condition or a substance is asked for.

    Names that the library knows, with and without a rule of the FAQ: as they are, in another case, in full-width
    letters, misspelt, with words about a strength and a time, denied, of a relative, and several in one entry; "none"
    in its many forms; and what nobody knows.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import typed_names
    >>> typed = find(typed_names(), lambda drawn: kc.screen(conditions=[drawn]).findings[0].match is kc.Match.EXACT)
    >>> typed.isascii()
    True
    """
    return _TYPED


def _typed() -> st.SearchStrategy[str]:
    known, name = vocabulary(), one_among(_names)
    return st.one_of(
        name,
        name.map(str.upper) | name.map(str.title) | name.map(_wide),
        st.builds(str.format, st.sampled_from(_WRITTEN), name),
        _misspelt(name),
        st.builds(_fill, st.sampled_from(_WITH_A_STRENGTH), name=name, number=st.integers(1, 900)),
        st.builds(_fill, st.sampled_from(_OF_A_RELATIVE), name=name, relative=st.sampled_from(sorted(known.relatives))),
        st.builds(
            _fill, st.sampled_from(_NEGATED), name=name, other=name, negation=st.sampled_from(sorted(known.negations))
        ),
        st.builds(_fill, st.sampled_from(_TOGETHER), name=name, other=name),
        st.sampled_from(sorted(known.nothing)),
        st.text(max_size=30),
    )


def _fill(template: str, **fields: str | int) -> str:
    return template.format(**fields)


_TYPED: Final = st.deferred(_typed)


@cache
def _names() -> tuple[str, ...]:
    """Every name of the vocabulary: those of one word and with a rule first, as the simplest."""
    known = vocabulary()
    ruled = {name for name, _ in known.anywhere.grouped()}
    others = {*known.anywhere, *known.whole, *known.products}
    return tuple(sorted({*ruled, *others}, key=lambda name: (" " in name, name not in ruled, name)))


def _wide(text: str) -> str:
    return text.translate(_WIDE)


@st.composite
def _misspelt(draw: st.DrawFn, name: st.SearchStrategy[str]) -> str:
    """A name with one letter left out, doubled, changed for another, or two of them changed for each other."""
    right = draw(name)
    at = draw(st.integers(0, len(right) - 1))
    here, behind = right[at], right[at + 1 :]
    wrong = [behind, here + here + behind, behind[:1] + here + behind[1:], draw(st.sampled_from(_LETTERS)) + behind]
    return f"{right[:at]}{draw(st.sampled_from(wrong))}"


_THREE: Final = st.lists(st.deferred(typed_names), max_size=3)
_CLEAR: Final = ("PTSD", "sertraline", "lithium", "OCD")
"""Names after which nothing is left to the doctor but the decision."""
_FEW_CLEAR: Final = st.lists(st.sampled_from(_CLEAR), max_size=3)


@st.composite
def screenings(draw: st.DrawFn, *, policy: Policy | None = None) -> Screening:
    """Screenings under that policy, or under the FAQ's and others, with lists that were not asked for among them.

    >>> from hypothesis import find
    >>> import ketaclinic as kc
    >>> from ketaclinic.testing import screenings
    >>> screening = find(screenings(), lambda drawn: drawn.disposition is kc.Disposition.NOTHING_FOUND)
    >>> screening.findings
    ()
    """
    typed = draw(st.sampled_from((_THREE, _THREE, _FEW_CLEAR)))
    entered = {name: draw(st.none() | typed) for name in ("medications", "conditions", "substances")}
    return screen(**entered, policy=draw(policy_or_drawn(policy)))


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """What follows from one entry."""
    entry, policy = draw(typed_names()), draw(policy_or_drawn(None))
    asked = draw(st.sampled_from(("medications", "conditions")))
    found = screen(**{asked: [entry]}, policy=policy)
    return draw(st.sampled_from(found.findings))


def suggestions() -> st.SearchStrategy[Suggestion]:
    """Names that may be meant by a misspelt one."""
    misspelt = st.deferred(lambda: _misspelt(one_among(_names)))
    found = misspelt.map(lambda entry: screen(medications=[entry]).findings)
    named = found.map(lambda drawn: [suggested for finding in drawn for suggested in finding.suggestions])
    return named.filter(len).flatmap(st.sampled_from)
