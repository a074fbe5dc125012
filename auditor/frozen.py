"""Frozen records that cost no more than plain ones.

`@dataclass(frozen=True, slots=True)` guards every assignment at run time, the ones of its own `__init__` included: that
takes four times as long to make a record and twice as long to make its class, and an audit makes thousands of the one
and hundreds of the other. Here type checkers see the decorator of the standard library, and refuse an assignment to a
frozen record; at run time it is a plain one with a hash.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, frozen: bool = False, eq: bool = True, **options: Any) -> Callable[[type], type]:
        """The decorator of the standard library; `frozen` is left to type checkers, but for the hash."""
        return dataclasses.dataclass(eq=eq, unsafe_hash=frozen and eq, **options)
