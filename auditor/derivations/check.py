"""What a check is: a function that gives the derivations of one rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from auditor.derivations.derivation import Derivation
from auditor.facts import Facts

Check = Callable[[Facts, str], Iterator[Derivation]]
"""Takes the facts of a document and the id of the rule."""
LaterCheck = Callable[[Facts, str, Sequence[Derivation]], Iterator[Derivation]]
"""Takes what all others have derived of the numbers too."""
