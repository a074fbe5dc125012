"""Croissant metadata (MLCommons, version 1.1): files with their hashes, and the columns as record sets."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.batch.files import hashed
from auditor.dataset.card import licence
from auditor.dataset.facts import Facts
from auditor.dataset.schema import COLUMNS, CONFIGS, KEYS, Column

_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
_TYPES = {"string": "sc:Text", "int": "sc:Integer", "float": "sc:Float", "bool": "sc:Boolean"}
"""Columns of other types are nested: parquet describes them better than Croissant can."""


def croissant(name: str, facts: Facts, folder: Path, files: Sequence[Path], day: str) -> dict[str, Any]:
    """The metadata of the parquet files below a folder; `day` is the date of publication."""
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": name,
        "description": "Numerical claims of reports about deploying language models on GPUs, with verdicts and proofs. "
        + (f"{facts.synthetic} of {facts.of('documents')} documents are synthetic." if facts.synthetic else ""),
        "license": licence(facts),
        "url": "./README.md",
        "version": "1.0.0",
        "datePublished": day,
        "citeAs": f"{name}, labels by the auditor ({'; '.join(sorted(facts.tools))})",
        "inLanguage": "en",
        "rai:dataCollection": "Documents were given to the auditor as files or rows; it changed and fetched nothing.",
        "rai:dataAnnotationProtocol": "Every number is re-derived from the other statements of its document by rules.",
        "rai:machineAnnotationTools": sorted(facts.tools),
        "rai:dataLimitations": "Labels are a program's; what its rules do not model is labelled not_enough_info.",
        "rai:personalSensitiveInformation": "The reports are about machines; no personal data was looked for.",
        "distribution": _distribution(folder, files),
        "recordSet": [_records(config) for config in CONFIGS],
    }


def _distribution(folder: Path, files: Sequence[Path]) -> list[dict[str, Any]]:
    found = []
    for config in CONFIGS:
        own = [path for path in files if path.parent.name == config]
        found += [_file(folder, path) for path in own]
        found.append({
            "@type": "cr:FileSet",
            "@id": f"{config}-files",
            "encodingFormat": "application/x-parquet",
            "includes": f"data/{config}/*.parquet",
        })  # fmt: skip
    return found


def _file(folder: Path, path: Path) -> dict[str, Any]:
    size, digest = hashed(path)
    return {
        "@type": "cr:FileObject",
        "@id": _name(folder, path),
        "contentUrl": _name(folder, path),
        "contentSize": f"{size} B",
        "encodingFormat": "application/x-parquet",
        "sha256": digest,
    }


def _records(config: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": config,
        "key": {"@id": f"{config}/{KEYS[config]}"},
        "field": [_field(config, column) for column in COLUMNS[config] if column.type in _TYPES],
    }


def _field(config: str, column: Column) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{config}/{column.name}",
        "description": column.says,
        "dataType": _TYPES[column.type],
        "source": {"fileSet": {"@id": f"{config}-files"}, "extract": {"column": column.name}},
    }


def _name(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()
