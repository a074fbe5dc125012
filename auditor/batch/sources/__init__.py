"""Where documents come from: files, folders, globs, JSONL, parquet, standard input, URLs."""

from auditor.batch.sources.source import Source, open_source

__all__ = ["Source", "open_source"]
