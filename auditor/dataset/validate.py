"""Whether a dataset keeps its promises."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from auditor.batch.files import hashed
from auditor.dataset.near import Clusters
from auditor.dataset.schema import CONFIGS, KEYS, LABELS, arrow_schema
from auditor.dataset.split import SPLITS
from auditor.dataset.stats import files, rows, split_of

_SEVERITIES = ("error", "warning", "note")


@dataclass(slots=True)
class _Seen:
    """What has been read of a dataset, for what comes later to refer to."""

    documents: dict[str, str | None] = field(default_factory=dict)
    """Texts by id; None for a withheld one. Kept in memory: validation is for a dataset that one machine can hold."""
    claims: dict[str, str] = field(default_factory=dict)
    """Labels by id."""
    splits: array[int] = field(default_factory=lambda: array("B"))
    clusters: Clusters = field(default_factory=Clusters)
    places: dict[str, str] = field(default_factory=dict)
    """Splits by document id."""


def validate(folder: Path) -> list[str]:
    """What is wrong with a dataset repository, a sentence each; empty if nothing is.

    Raises InputError for a folder that is none, UsageError without pyarrow.
    """
    # What is damaged cannot be read, and rows of other columns mean nothing: the first kind of mistake is told alone.
    if found := list(_metadata(folder)) or list(_columns(folder)):
        return found
    seen = _Seen()
    return [*_documents(folder, seen), *_split_apart(seen), *_claims(folder, seen), *_findings(folder, seen)]


def _metadata(folder: Path) -> Iterator[str]:
    for name in ("README.md", "DATASHEET.md", "croissant.json"):
        if not (folder / name).is_file():
            yield f"{name} is missing"
    if not (folder / "croissant.json").is_file():
        return
    listed = {
        entry["contentUrl"]: entry["sha256"]
        for entry in json.loads((folder / "croissant.json").read_bytes())["distribution"]
        if "sha256" in entry
    }
    there = {path.relative_to(folder).as_posix(): path for config in CONFIGS for path in files(folder, config)}
    for name in sorted(listed.keys() ^ there.keys()):
        yield f"{name} is {'not there' if name in listed else 'not listed in croissant.json'}"
    for name in sorted(listed.keys() & there.keys()):
        if hashed(there[name])[1] != listed[name]:
            yield f"{name} has another hash than croissant.json says"


def _columns(folder: Path) -> Iterator[str]:
    for config in CONFIGS:
        for path in files(folder, config):
            from pyarrow import parquet

            if not parquet.read_schema(path).equals(arrow_schema(config)):
                yield f"{path.relative_to(folder).as_posix()} has other columns than `{config}`"
            if split_of(path) not in SPLITS:
                yield f"{path.relative_to(folder).as_posix()} belongs to no split"


def _documents(folder: Path, seen: _Seen) -> Iterator[str]:
    for path in files(folder, "documents"):
        split = split_of(path)
        for row in rows(path, ["doc_id", "text", "sha256", "withheld", "source"]):
            key, text = row["doc_id"], row["text"]
            if key in seen.documents:
                yield f"document {key} is there twice"
            if row["withheld"] != (text is None):
                yield f"document {key}: a withheld document has no text, any other has one"
            if text is not None and sha256(text.encode()).hexdigest() != row["sha256"]:
                yield f"document {key}: the text has another hash"
            seen.documents[key], seen.places[key] = text, split
            source = f"source:{row['source']}" if row["source"] else f"text:{row['sha256']}"
            seen.clusters.add(text, [source])
            seen.splits.append(SPLITS.index(split))


def _split_apart(seen: _Seen) -> Iterator[str]:
    names = list(seen.documents)
    for number, name in enumerate(names):
        root = seen.clusters.root(number)
        if seen.splits[root] != seen.splits[number]:
            yield f"documents {names[root]} and {name} share a source or most of their text, and are in two splits"


def _claims(folder: Path, seen: _Seen) -> Iterator[str]:
    wanted = ["claim_id", "doc_id", "label", "text", "text_sha256", "start", "end"]
    for path in files(folder, "claims"):
        for row in rows(path, wanted):
            key = row["claim_id"]
            if key in seen.claims:
                yield f"claim {key} is there twice"
            if row["label"] not in LABELS:
                yield f"claim {key}: no label is called {row['label']}"
            yield from _placed("claim", path, row, seen)
            seen.claims[key] = row["label"]


def _findings(folder: Path, seen: _Seen) -> Iterator[str]:
    wanted = ["finding_id", "claim_id", "doc_id", "severity", "text", "text_sha256", "start", "end"]
    keys: set[str] = set()
    for path in files(folder, "findings"):
        for row in rows(path, wanted):
            key = row[KEYS["findings"]]
            if key in keys:
                yield f"finding {key} is there twice"
            if row["severity"] not in _SEVERITIES:
                yield f"finding {key}: no severity is called {row['severity']}"
            if row["claim_id"] is not None and row["claim_id"] not in seen.claims:
                yield f"finding {key}: claim {row['claim_id']} is not there"
            elif row["severity"] == "error" and seen.claims.get(row["claim_id"], "refuted") != "refuted":
                yield f"finding {key} is an error, and its claim is not refuted"
            yield from _placed("finding", path, row, seen)
            keys.add(key)


def _placed(what: str, path: Path, row: dict[str, Any], seen: _Seen) -> Iterator[str]:
    """Whether a row stands in its document, in the same split, at its offsets, and is withheld like it."""
    key, document = row[f"{what}_id"], row["doc_id"]
    if document not in seen.documents:
        yield f"{what} {key}: document {document} is not there"
        return
    if seen.places[document] != split_of(path):
        yield f"{what} {key} is in another split than its document"
    text = seen.documents[document]
    if row["start"] is None:
        return
    if text is None:
        if row["text"] is not None:
            yield f"{what} {key} repeats text of a withheld document"
    elif text[row["start"] : row["end"]] != row["text"]:
        yield f"{what} {key}: its text does not stand at its offsets"
    elif sha256(row["text"].encode()).hexdigest() != row["text_sha256"]:
        yield f"{what} {key}: its text has another hash"
