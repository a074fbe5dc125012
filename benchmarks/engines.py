"""What the ways to run a batch cost: one process, the pool, a Ray cluster started here.

    python benchmarks/engines.py -n 100 1000 10000

For each number of synthetic documents, the seconds of the whole command, its start included, and documents a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def main() -> None:
    """Prints a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--counts", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    processors = len(os.sched_getaffinity(0))
    ways = {
        "one process": ["--workers", "1"],
        f"pool of {processors}": ["--workers", str(processors)],
        f"Ray on {processors} processors": ["--engine", "ray"],
    }
    print(f"{'documents':>9}  {'way':<22} {'seconds':>8} {'documents/s':>12}")
    for count in asked.counts:
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, "in.jsonl")
            _auditor("synth", "-n", count, "--seed", asked.seed, "-o", source)
            for number, (way, options) in enumerate(ways.items()):
                seconds = _auditor("batch", source, "-o", Path(folder, f"out{number}"), "--fail-on", "never", *options)
                print(f"{count:9}  {way:<22} {seconds:8.1f} {count / seconds:12.1f}", flush=True)


def _auditor(*arguments: object) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "auditor", *map(str, arguments)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
