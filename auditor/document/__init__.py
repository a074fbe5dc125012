"""Stage 1: markdown to blocks of plain text, each mapped to exact source offsets."""

from auditor.document.block import Block, Cell, Code, Document, Item, Kind, Outside
from auditor.document.reader import read
from auditor.document.source import find, load

__all__ = ["Block", "Cell", "Code", "Document", "Item", "Kind", "Outside", "find", "load", "read"]
