#!/usr/bin/env python3
"""Mutated reports by the hundred thousand, without looking at coverage: several times as many a second.

python fuzz/many.py --runs 100000 --seed 1          the same inputs for the same seed
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "fuzz")]

from hostile.contract import problems  # noqa: E402
from mutate import mutated  # noqa: E402
from seeds import seeds  # noqa: E402

from auditor.limits import OutOfTime, clock  # noqa: E402

LARGEST = 500
"""Characters of an input."""
SLOW = 20.0
"""Seconds after which an input counts as a hang."""
PAGES = 20
"""One input in so many is also written as HTML and SARIF."""
KEPT = 2000
"""Inputs that are mutated further; a random one gives way to each new one."""


def main() -> int:
    """Runs; 1 if an input broke something. What did is kept in a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--crashes", type=Path, default=ROOT / "fuzz" / "crashes")
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    kept = sorted(set(seeds()))
    # The rules may have to be compiled first, which takes longer than any input may.
    problems(kept[0])
    broken, begun = 0, time.monotonic()
    for run in range(1, wanted.runs + 1):
        text = mutated(chance.choice(kept), chance)[:LARGEST]
        if found := _broken(text, pages=run % PAGES == 0):
            broken += 1
            wanted.crashes.mkdir(parents=True, exist_ok=True)
            (wanted.crashes / f"{wanted.seed}-{run}.md").write_bytes(text.encode("utf-8", "surrogatepass"))
            print(f"run {run}: {found[:300]}", flush=True)
        if len(kept) < KEPT:
            kept.append(text)
        else:
            kept[chance.randrange(KEPT)] = text
        if run % 1000 == 0:
            print(f"{run} runs, {broken} broken, {run / (time.monotonic() - begun):.0f} a second", flush=True)
    return int(broken > 0)


def _broken(text: str, *, pages: bool) -> str:
    try:
        with clock(SLOW):
            return "; ".join(problems(text, pages=pages))
    except OutOfTime:
        return f"not done after {SLOW:g} s"
    except Exception as error:
        return f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    sys.exit(main())
