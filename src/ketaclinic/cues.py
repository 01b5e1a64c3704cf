"""The words that say how a name is meant: that something is absent, past, a relative's, or controlled."""

from functools import cache

from ketaclinic.data import read_names
from ketaclinic.typed import fold
from ketaclinic.vocabulary import Vocabulary, vocabulary


class Cues:
    """The look-up tables. Nothing in them changes once they are made."""

    def __init__(self, known: Vocabulary) -> None:
        read = {key: _listed(text) for key, text in read_names("cues").items() if type(text) is str}
        self.kinds: dict[str, str] = {}
        """What kind of cue a run of words is."""
        for kind, runs in (
            ("too", read["too"]),
            ("affirming", read["affirming"]),
            ("uncontrolled", known.uncontrolled),
            ("controlled", known.controlled),
            ("fixed", known.negation_exceptions | known.relative_exceptions | read["prescriber"]),
            ("possessive", read["possessive"]),
            ("former", read["former"]),
            ("last", read["last"]),
            ("since", read["since"]),
            ("free", read["free"]),
            ("negation", known.negations),
            ("answer", known.negations_after),
            ("relative", known.relatives),
            ("resuming", known.resuming),
            ("turning", known.turning),
            ("separator", known.separators),
        ):
            for run in runs:
                self.kinds.setdefault(run, kind)
        self.never_controlled: frozenset[str] = known.never_controlled
        self.pressure: frozenset[str] = read["pressure"]
        self.lasting: frozenset[str] = read["lasting"]
        self.alternative: frozenset[str] = read["alternative"]
        self.without: frozenset[str] = read["without"]
        self.open: frozenset[str] = read["open"]
        self.reason: frozenset[str] = read["reason"]
        self.turning_point: frozenset[str] = read["turning_point"]
        self.unnamed: frozenset[str] = read["unnamed"]
        self.counts: frozenset[str] = read["counts"]
        self.counted: frozenset[str] = read["counted"]
        self.when: frozenset[str] = read["when"]
        self.whose: frozenset[str] = read["whose"]


@cache
def cues() -> Cues:
    """The cues of the package."""
    return Cues(vocabulary())


def _listed(block: str) -> frozenset[str]:
    return frozenset(fold(word) for word in block.replace("\n", "|").split("|")) - {""}
