"""What Hypothesis calls when it is imported, so that `st.from_type` draws the public types (an entry point).

Hypothesis is imported by many a program that has nothing to do with this library. So nothing is imported here but the
package itself, which is light; a class whose module is not loaded yet is registered when it is first asked for.
"""

import enum
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def register() -> None:
    """Register what is loaded of the public types now, and the others when they are."""
    package = _package()
    load = package["__getattr__"]

    def load_and_register(name: str) -> object:
        value: object = load(name)
        register_imported()
        return value

    package["__getattr__"] = load_and_register
    register_imported()


def register_imported() -> None:
    """Register the public types whose modules are loaded.

    Enums are left out, which Hypothesis draws by itself; and errors, since a `ValueError` that a program draws in its
    own tests had better not be one of ours.
    """
    from hypothesis import strategies as st

    for kind in _loaded():
        if isinstance(kind, type) and not issubclass(kind, enum.Enum | BaseException):
            st.register_type_strategy(kind, _strategy)


def _package() -> dict[str, Any]:
    import ketaclinic

    return vars(ketaclinic)


def _loaded() -> list[object]:
    package = _package()
    places = {name: sys.modules.get(module) for name, module in package["_LAZY"].items()}
    return [package.get(name, getattr(places.get(name), name, None)) for name in package["__all__"]]


def _strategy(kind: type) -> "SearchStrategy[Any]":
    from ketaclinic.testing.registry import STRATEGIES

    return STRATEGIES[kind]()
