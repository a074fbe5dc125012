"""Content hashes: which result belongs to which document under which rules and configuration."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Provenance:
    """What besides the document decides the result."""

    version: str
    """Version of the program."""
    rules: str
    """Content hash of the rulebook."""
    config: str = ""
    """Digest of the options that differ from the default."""

    @property
    def digest(self) -> bytes:
        """The hash of the three."""
        return digest(self.version, self.rules, self.config)

    @property
    def tag(self) -> str:
        """Eight hexadecimal digits for names of shards."""
        return self.digest.hex()[:8]


def digest(*parts: str) -> bytes:
    """Sixteen bytes of SHA-256 over the parts, each with its length before it, so that no two lists run together."""
    total = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.digest()[:16]


def key(provenance: bytes, *parts: str) -> bytes:
    """The key of one document (id and text), or of what could not be read (id, reason and message)."""
    return digest(provenance.hex(), *parts)
