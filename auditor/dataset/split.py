"""Which documents are for training and which for testing: whole sources, near-duplicates with them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from auditor.dataset.audits import Audited
from auditor.dataset.near import Clusters
from auditor.dataset.origin import Terms

SPLITS = ("train", "validation", "test")
_SHARES = (0.8, 0.9, 1.0)
"""Upper ends of the splits' shares."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The split of each document, in the order of the audits."""

    splits: array[int]
    """Indices into SPLITS."""
    groups: int
    """Clusters of documents that had to stay together."""
    sourceless: int
    """Documents of unknown source: only near-duplication keeps them together."""

    def __getitem__(self, number: int) -> str:
        return SPLITS[self.splits[number]]


def assign(audits: Iterable[Audited], terms: Terms) -> Assignment:
    """A split for each document.

    Documents of one source or with nearly the same text are one group, and so on from neighbour to neighbour. A group
    goes where the hash of its first name falls: what is added to a dataset moves nothing that it does not join.
    """
    clusters = Clusters()
    names: list[str] = []
    sourceless = 0
    for audited in audits:
        source = terms.origin(audited).source
        sourceless += not source
        clusters.add(audited.text, [f"source:{source}"] if source else [f"text:{audited.sha256}"])
        names.append(source or audited.sha256)
    first: dict[int, str] = {}
    for number, name in enumerate(names):
        root = clusters.root(number)
        first[root] = min(first.get(root, name), name)
    splits = array("B", (_split(first[clusters.root(number)]) for number in range(len(names))))
    return Assignment(splits, len(first), sourceless)


def _split(name: str) -> int:
    share = int.from_bytes(sha256(f"split:{name}".encode()).digest()[:8], "big") / 2**64
    return next(index for index, end in enumerate(_SHARES) if share < end)
