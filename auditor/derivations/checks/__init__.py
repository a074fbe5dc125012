"""What a relation cannot express: small functions that rule files name, each over the facts of one document.

They lie in folders named as those of the rules that name them, and are found by being there: `check` of a module by the
module's name, `check_sign` of `requirement` as "requirement_sign". `check_later` takes what the others have found, too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from auditor.derivations.check import Check, LaterCheck

_CHECK, _LATER = "check", "check_later"


def _functions() -> Iterator[tuple[str, str, Any]]:
    """The module, name and function of each check."""
    for subject in iter_modules(__path__, f"{__name__}."):
        if not subject.ispkg:
            continue
        for found in iter_modules(import_module(subject.name).__path__):
            module = import_module(f"{subject.name}.{found.name}")
            for name, function in vars(module).items():
                if name.startswith(_CHECK) and getattr(function, "__module__", "") == module.__name__:
                    yield found.name, name, function


_FOUND = tuple(_functions())
CHECKS: Mapping[str, Check] = {
    module + name.removeprefix(_CHECK): function for module, name, function in _FOUND if name != _LATER
}
"""By the name that a rule file gives."""
LATER: Mapping[str, LaterCheck] = {module: function for module, name, function in _FOUND if name == _LATER}
"""Those that take what all others have derived of the numbers too."""
