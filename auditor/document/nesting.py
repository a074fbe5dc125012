"""What stands around the block at hand: headings, quotes, lists."""

from __future__ import annotations

from dataclasses import field

from auditor.document.block import Item
from auditor.frozen import dataclass


@dataclass(slots=True)
class _List:
    """An open list."""

    number: int
    ordered: bool
    items: int = 0


@dataclass(slots=True)
class _Item:
    """An open item."""

    list: int
    index: int
    depth: int
    ordered: bool
    first: int | None = None
    """The block that begins it."""


@dataclass(slots=True)
class Nesting:
    """The containers that are open while a document is read from its beginning to its end."""

    quoted: int = 0
    """Depth of block quotes."""
    _lists: list[_List] = field(default_factory=list)
    _items: list[_Item] = field(default_factory=list)
    _count: int = 0
    """How many lists were opened so far."""
    _levels: tuple[int, ...] = ()
    _headings: tuple[int, ...] = ()
    _outer: list[tuple[tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)
    """Levels and headings in force outside of each open quote and item: a heading inside heads nothing behind."""

    def headings(self) -> tuple[int, ...]:
        """The heading blocks above, outermost first."""
        return self._headings

    def end_headings(self, level: int) -> None:
        """A heading of this level ends the sections of its level and below."""
        kept = [index for index, each in enumerate(self._levels) if each < level]
        self._levels = tuple(self._levels[index] for index in kept)
        self._headings = tuple(self._headings[index] for index in kept)

    def begin_heading(self, level: int, block: int) -> None:
        """The blocks that follow stand under this heading."""
        self._levels += (level,)
        self._headings += (block,)

    @property
    def begins_item(self) -> bool:
        """Whether the next block is the first of an item."""
        return bool(self._items) and self._items[-1].first is None

    def item(self, block: int) -> Item | None:
        """The place of the next block, which has this index, in the innermost item."""
        if not self._items:
            return None
        item = self._items[-1]
        first = item.first is None
        parents = [each.first for each in self._items[:-1] if each.first is not None]
        for each in self._items:
            if each.first is None:
                each.first = block
        return Item(item.list, item.index, item.depth, item.ordered, parents[-1] if parents else None, first)

    def open_list(self, *, ordered: bool) -> None:
        """A list begins."""
        self._lists.append(_List(self._count, ordered))
        self._count += 1

    def close_list(self) -> None:
        """A list ends."""
        self._lists.pop()

    def open_item(self) -> None:
        """The next item of the innermost list begins."""
        around = self._lists[-1]
        self._items.append(_Item(around.number, around.items, len(self._lists), around.ordered))
        around.items += 1
        self._outer.append((self._levels, self._headings))

    def close_item(self) -> None:
        """The innermost item ends."""
        self._items.pop()
        self._levels, self._headings = self._outer.pop()

    def open_quote(self) -> None:
        """A quote begins."""
        self.quoted += 1
        self._outer.append((self._levels, self._headings))

    def close_quote(self) -> None:
        """The innermost quote ends."""
        self.quoted -= 1
        self._levels, self._headings = self._outer.pop()
