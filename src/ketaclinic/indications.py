"""What the FAQ says ketamine is given for (candidacy.indications)."""

import enum

from ketaclinic.errors import InvalidTypeError, of_type

__all__ = ["Indication"]


class Indication(enum.Enum):
    """A reason for treatment that the FAQ names. Being named makes nobody a candidate: the doctor decides."""

    DEPRESSION = "depression"
    MOOD_IRREGULARITIES = "mood_irregularities"
    BIPOLAR_DISORDER = "bipolar_disorder"
    PTSD = "ptsd"
    OCD = "ocd"
    SUBSTANCE_ADDICTION = "substance_addiction"
    TRAUMATIC_BRAIN_INJURY = "traumatic_brain_injury"
    CHRONIC_PAIN = "chronic_pain"
    """Priced apart, and the FAQ gives no figure for it (price.chronic-pain)."""

    @classmethod
    def recognize(cls, text: str) -> tuple["Indication", ...]:
        """The indications that somebody's words or a code of ICD-10-CM name, in the order of the class; none is empty.

        Only what is surely meant counts: a misspelt name, an absence, or what a relative has, does not.

        Raises:
            InvalidTypeError: not a str.
            InvalidInputError: more than 500 characters.

        >>> import ketaclinic as kc
        >>> kc.Indication.recognize("PTSD"), kc.Indication.recognize("F43.10")
        ((<Indication.PTSD: 'ptsd'>,), (<Indication.PTSD: 'ptsd'>,))
        >>> kc.Indication.recognize("no history of depression")
        ()
        """
        from ketaclinic.entries import within_length
        from ketaclinic.levels import Level
        from ketaclinic.screening import screen  # which stands above, and is not needed for a price

        if type(text) is not str:
            raise InvalidTypeError("text", "text", of_type(text))
        asked = screen(conditions=[within_length("text", text)])
        found = {finding.group for finding in asked.findings if finding.level is Level.INDICATION}
        return tuple(indication for indication in cls if indication.value in found)
