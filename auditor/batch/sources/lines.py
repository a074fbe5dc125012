"""JSONL: a document a line, plain, gzip or zstd."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from auditor.batch.key import digest
from auditor.batch.record import Document, Unreadable
from auditor.errors import UsageError

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


def documents(stream: BinaryIO, name: str, longest: int) -> Iterator[Document | Unreadable]:
    """The documents of one file, error rows for lines that are none; a file that breaks off costs one error row."""
    number = 0
    try:
        plain = _plain(stream)
        # One line of 2 GB must not be held: what is longer than any document may be is read and dropped.
        while line := plain.readline(6 * longest + 65536):
            number += 1
            if not line.endswith(b"\n") and _rest(plain, longest):
                yield Unreadable(f"{name}:{number}", "too_large", f"the line is longer than {6 * longest} bytes")
            elif line.strip():
                yield _document(line, f"{name}:{number}", longest)
    except UsageError:
        raise
    except Exception as error:  # gzip, zlib and zstandard each have errors of their own
        yield Unreadable(f"{name}:{number + 1}", "truncated", f"the file breaks off or is damaged: {error}")


def row(fields: Any, where: str, longest: int) -> Document | Unreadable:
    """A document from the fields of a row: `text`, `id` if there is one, the rest as metadata."""
    text = fields.get("text") if isinstance(fields, dict) else None
    if not isinstance(text, str):
        return Unreadable(where, "no_text", "the row has no `text` that is a string")
    if len(text) > longest:
        return Unreadable(where, "too_large", f"the text has {len(text)} characters, {longest} are allowed")
    try:
        text.encode()
    except UnicodeEncodeError:
        return Unreadable(where, "not_unicode", "the text holds lone surrogates, which are no characters")
    identity = fields.get("id")
    if identity is None:
        identity = f"sha256:{digest(text).hex()}"
    rest = {column: value for column, value in fields.items() if column not in ("id", "text")}
    return Document(str(identity).encode("utf-8", "backslashreplace").decode(), text, rest)


def _plain(stream: BinaryIO) -> BinaryIO:
    """The stream unpacked, by what its first bytes say."""
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    start = buffered.peek(4)
    if start.startswith(_GZIP):
        return cast(BinaryIO, gzip.GzipFile(fileobj=buffered))
    if not start.startswith(_ZSTD):
        return cast(BinaryIO, buffered)
    try:
        import zstandard
    except ImportError as error:
        raise UsageError("reading .zst needs the extra `zstd` (zstandard)") from error
    unpacked = zstandard.ZstdDecompressor().stream_reader(buffered, read_across_frames=True)
    return io.BufferedReader(cast(io.RawIOBase, unpacked))


def _rest(plain: BinaryIO, longest: int) -> bool:
    """Reads to the end of an over-long line; whether there was more of it. The last line of a file may lack its end."""
    more = False
    while piece := plain.readline(longest + 65536):
        more = True
        if piece.endswith(b"\n"):
            break
    return more


def _document(line: bytes, where: str, longest: int) -> Document | Unreadable:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Unreadable(where, "malformed", f"no JSON: {error}")
    return row(fields, where, longest)
