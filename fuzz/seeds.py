"""What fuzzing starts from: the paragraphs, lists and tables of the project's own reports, small enough to mutate."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SMALLEST, LARGEST = 20, 400
"""Bytes of a seed."""


def seeds() -> Iterator[str]:
    """Each stretch of a report between blank lines that holds a number."""
    for report in sorted((ROOT / "corpus").glob("*.md")):
        for part in re.split(r"\n\n+", report.read_text(encoding="utf-8")):
            if SMALLEST <= len(part.encode()) <= LARGEST and re.search(r"\d", part):
                yield part


def write(folder: Path) -> int:
    """Writes each seed into a file of its own; how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    found = sorted(set(seeds()))
    for seed in found:
        (folder / sha256(seed.encode()).hexdigest()[:16]).write_text(seed, encoding="utf-8")
    return len(found)


if __name__ == "__main__":
    print(write(Path(sys.argv[1])), "seeds")
