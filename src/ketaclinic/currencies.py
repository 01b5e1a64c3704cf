"""ISO 4217 currencies by their minor units.

The figures are the standard's own. CLDR's digits, which Babel knows, say how an amount is customarily shown, and for
some currencies (the Iraqi dinar, for one) they are not those in which it is exact.
"""

from functools import cache

from ketaclinic.data import read_table
from ketaclinic.errors import InvalidInputError, InvalidTypeError, of_type, shown


def minor_digits(currency: str) -> int:
    """How many decimal places an amount in that currency has: 2 for USD, 0 for JPY, 3 for KWD.

    Raises:
        InvalidTypeError: not a str.
        InvalidInputError: not a code of ISO 4217, or one without a minor unit.
    """
    if type(currency) is not str:
        raise InvalidTypeError("currency", "a currency code of ISO 4217, such as 'USD'", of_type(currency))
    digits = _digits_by_code().get(currency)
    if digits is None:
        raise InvalidInputError("currency", "a currency code of ISO 4217 in capitals, such as 'USD'", shown(currency))
    return digits


@cache
def _digits_by_code() -> dict[str, int]:
    rows = read_table("currencies")["minor_unit"]
    return {code: int(digits) for digits, codes in rows.items() for code in codes.split()}
