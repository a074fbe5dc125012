"""Frozen records that cost no more than plain ones, and that are ready at once.

`@dataclass(frozen=True, slots=True)` guards every assignment at run time, the ones of its own `__init__` included, and
compiles each method of a class when the class is made: that takes four times as long to make a record, and a seventh
of a cold start to make the classes, and an audit makes thousands of the one and hundreds of the other. Here type
checkers see the decorator of the standard library, and refuse an assignment to a frozen record; at run time it is a
plain one with a hash, whose methods are compiled when they are first called.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(
        *, frozen: bool = False, eq: bool = True, order: bool = False, slots: bool = False
    ) -> Callable[[type], type]:
        """The decorator of the standard library; `frozen` is left to type checkers, but for the hash."""
        if order:
            return dataclasses.dataclass(order=True, slots=slots, unsafe_hash=frozen)

        def record(cls: type) -> type:
            # The standard library would spell out the signature of a class without a docstring.
            cls.__doc__ = cls.__doc__ or cls.__name__
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            _later(made, "__init__", _init)
            made.__repr__ = vars(made).get("__repr__", _repr)
            if eq:
                _later(made, "__eq__", _eq)
                made.__hash__ = vars(made).get("__hash__")
                if frozen:
                    _later(made, "__hash__", _hash)
            return made

        return record


_Method = Callable[..., Any]
_NOT_GIVEN = object()


def _later(cls: type, name: str, compiled: Callable[[type], _Method]) -> None:
    """Gives a class a method that is compiled when it is first called; one that the class has itself stays."""
    if name in vars(cls) and vars(cls)[name] is not None:
        return

    def first(self: object, *args: object, **named: object) -> object:
        method = compiled(cls)
        setattr(cls, name, method)
        return method(self, *args, **named)

    setattr(cls, name, first)


def _init(cls: Any) -> _Method:
    known: dict[str, Any] = {"_not_given": _NOT_GIVEN}
    parameters, body = ["self"], []
    for field in dataclasses.fields(cls):
        name, default = field.name, f"_default_{field.name}"
        made = field.default_factory is not dataclasses.MISSING
        optional = made or field.default is not dataclasses.MISSING
        known[default] = field.default_factory if made else field.default
        if field.init:
            parameters.append(f"{name}={'_not_given' if made else default}" if optional else name)
            given = f"{default}() if {name} is _not_given else {name}" if made else name
            body.append(f"self.{name} = {given}")
        elif optional:
            body.append(f"self.{name} = {default}{'()' if made else ''}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    return _function(cls, "__init__", parameters, body or ["pass"], known)


def _eq(cls: Any) -> _Method:
    mine, its = ("".join(f"{side}.{name}, " for name in _compared(cls)) for side in ("self", "other"))
    unlike = ["if other.__class__ is not self.__class__:", "    return NotImplemented"]
    return _function(cls, "__eq__", ["self", "other"], [*unlike, f"return ({mine}) == ({its})"], {})


def _hash(cls: Any) -> _Method:
    values = "".join(f"self.{name}, " for name in _compared(cls))
    return _function(cls, "__hash__", ["self"], [f"return hash(({values}))"], {})


def _compared(cls: Any) -> list[str]:
    return [field.name for field in dataclasses.fields(cls) if field.compare]


def _function(cls: type, name: str, parameters: list[str], body: list[str], known: dict[str, Any]) -> _Method:
    """A method from its source, all of which comes from the names of the class's own fields."""
    lines = [f"def {name}({', '.join(parameters)}):", *(f"    {line}" for line in body)]
    exec("\n".join(lines), known)
    method: _Method = known[name]
    method.__qualname__ = f"{cls.__qualname__}.{name}"
    return method


def _repr(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"
