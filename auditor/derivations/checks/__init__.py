"""What a relation cannot express: small functions that rule files name, each over the facts of one document.

They lie in folders named as those of the rules that name them, and are found by being there: `check` of a module by the
module's name, `check_sign` of `requirement` as "requirement_sign". `check_later` takes what the others have found, too.
A module is imported when its check is asked for: most reports mention what few checks are about.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any

from auditor.derivations.check import Check, LaterCheck

_CHECK, _LATER = "check", "check_later"


@cache
def check(name: str) -> Check | None:
    """The check that rule files call so; None if there is none, or it is a later one."""
    module, function = _place(name)
    found: Check | None = _own(module).get(function) if module and function != _LATER else None
    return found


@cache
def later_check(name: str) -> LaterCheck | None:
    """The check that rule files call so and that takes what all others have derived of the numbers, too."""
    found: LaterCheck | None = _own(name).get(_LATER) if name in _modules() else None
    return found


def names() -> frozenset[str]:
    """What rule files may call a check."""
    return frozenset(
        module if function == _LATER else module + function.removeprefix(_CHECK)
        for module in _modules()
        for function in _own(module)
    )


def _place(name: str) -> tuple[str, str]:
    """The module of a check and the function in it; both empty if there is none."""
    module, rest = name, ""
    while module and module not in _modules():
        module, _, last = module.rpartition("_")
        rest = f"_{last}{rest}"
    return (module, _CHECK + rest) if module else ("", "")


@cache
def _modules() -> Mapping[str, str]:
    """The dotted name of each module by its own, without importing it."""
    subjects = [import_module(each.name) for each in iter_modules(__path__, f"{__name__}.") if each.ispkg]
    return {
        each.name: f"{subject.__name__}.{each.name}" for subject in subjects for each in iter_modules(subject.__path__)
    }


def _own(module: str) -> dict[str, Any]:
    """The functions of a module that are checks, by their names."""
    found: ModuleType = import_module(_modules()[module])
    return {
        name: function
        for name, function in vars(found).items()
        if name.startswith(_CHECK) and getattr(function, "__module__", "") == found.__name__
    }
