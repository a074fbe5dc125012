#!/usr/bin/env python3
"""Coverage-guided fuzzing of the whole pipeline: see README.md beside this file."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "fuzz")]

with atheris.instrument_imports(include=["auditor"]):
    from hostile.contract import problems

from mutate import mutated  # noqa: E402

EVERY = 16
"""One input in so many is also written as HTML and SARIF, which take longest."""


class ContractError(Exception):
    """An audit broke what every audit keeps."""


def one(data: bytes) -> None:
    """Audits one input; raises for whatever is wrong with the audit."""
    text = data.decode("utf-8", "replace")
    if found := problems(text, pages=sum(data) % EVERY == 0):
        raise ContractError("; ".join(found[:5]))


def mutate(data: bytes, size: int, seed: int) -> bytes:
    """Half of the inputs changed as reports are written, half of them in any byte."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return atheris.Mutate(data, size)
    return mutated(data.decode("utf-8", "replace"), chance).encode("utf-8", "replace")[:size]


def main() -> None:
    """Fuzzes until told to stop; arguments are those of libFuzzer."""
    # Numbers in the rules' own words need no fuzzing: what is compiled once is loaded before the first input.
    one(b"- **GPUs**: 2 x 4 = 9 GPUs\n")
    atheris.Setup(sys.argv, one, custom_mutator=mutate)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
