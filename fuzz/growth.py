#!/usr/bin/env python3
"""What hostile texts cost as they grow: processor time and memory of each form at doubled sizes.

    python fuzz/growth.py                         every text at 8, 16 and 32 kB
    python fuzz/growth.py towers digits --from 64000 --doublings 4 --stages

Each text is audited in a process of its own. A line says how many times dearer the last doubling of the size was:
2.0 is linear. What is above 2.6 and takes more than a tenth of a second is marked.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from hostile.texts import TEXTS, Grown  # noqa: E402

FORMS = ("terminal", "markdown", "json", "html")
SUSPICIOUS = 2.6
WORTH_A_LOOK = 0.1
WARMING = "- **GPUs**: 2 × 4 = 9 GPUs\n"
HANG = 60
"""Seconds of processor time after which a case is given up."""


def main() -> int:
    """Measures what the command line asks for; 1 if something grows faster than it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="texts to measure; all if none is named")
    parser.add_argument("--from", dest="size", type=int, default=8000, help="characters of the smallest")
    parser.add_argument("--doublings", type=int, default=2)
    parser.add_argument("--stages", action="store_true", help="also how long each stage takes")
    wanted = parser.parse_args()
    from auditor.audit import own_rules

    own_rules()
    dict(_stages(WARMING))
    suspicious = 0
    for name in wanted.names or TEXTS:
        sizes = [wanted.size << doubling for doubling in range(wanted.doublings + 1)]
        measured = [_apart(_measure, TEXTS[name], size) for size in sizes]
        suspicious += _tell(name, sizes, measured, stages=wanted.stages)
    return int(suspicious > 0)


def _tell(name: str, sizes: list[int], measured: list[dict[str, Any]], *, stages: bool) -> bool:
    """One line for a text; whether it is suspicious."""
    failed = [f"{size}: {each['failed']}" for size, each in zip(sizes, measured, strict=True) if "failed" in each]
    if failed:
        print(f"!! {name}: {'; '.join(failed)}", flush=True)
        return True
    first, last = measured[-2:]
    growth, memory = last["seconds"] / max(first["seconds"], 1e-9), last["megabytes"] / max(first["megabytes"], 1)
    slow = last["seconds"] > WORTH_A_LOOK and growth > SUSPICIOUS
    marked = slow or (last["megabytes"] > 50 and memory > SUSPICIOUS)
    seconds = " ".join(f"{each['seconds']:.3f}" for each in measured)
    print(
        f"{'!!' if marked else '  '} {name}: {seconds} s, last ×{growth:.1f}; {last['megabytes']:.0f} MB ×{memory:.1f}",
        flush=True,
    )
    for stage in last["stages"] if stages or marked else ():
        times = [each["stages"][stage] for each in measured]
        if times[-1] > 0.02:
            print(f"      {stage}: {' '.join(f'{t:.3f}' for t in times)}")
    return marked


def _measure(grown: Grown, size: int) -> dict[str, Any]:
    text = grown(size)
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    stages = dict(_stages(text))
    seconds = time.process_time() - begun
    return {
        "seconds": seconds,
        "stages": stages,
        "megabytes": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - held) / 1024,
    }


def _stages(text: str) -> Iterator[tuple[str, float]]:
    """Each stage and form with its seconds."""
    from auditor import claims, derivations, document, facts, findings
    from auditor.audit import own_rules
    from auditor.report import View, render

    rules = own_rules()
    made: list[Any] = [text]
    steps: list[tuple[str, Callable[[Any], Any]]] = [
        ("document", document.read),
        ("claims", claims.extract),
        ("facts", lambda said: facts.resolve(said, rules.vocabulary)),
        ("derivations", lambda meant: derivations.derive(meant, rules)),
        ("findings", lambda derived: findings.judge(derived, rules)),
    ]
    for name, step in steps:
        begun = time.process_time()
        made.append(step(made[-1]))
        yield name, time.process_time() - begun
    view = View(made[-1], path="a.md", rules=rules.digest, book=rules)
    for form in FORMS:
        begun = time.process_time()
        render(view, form)
        yield form, time.process_time() - begun


def _apart(work: Callable[..., dict[str, Any]], *arguments: Any) -> dict[str, Any]:
    """What some work gives in a process of its own; `failed` says why it gives nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_CPU, (HANG, HANG + 1))
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        try:
            given = work(*arguments)
        except BaseException as error:
            if os.environ.get("AUDITOR_TRACEBACK"):
                import traceback

                traceback.print_exc()
            given = {"failed": f"{type(error).__name__}: {str(error)[:200]}"}
        os.write(writing, json.dumps(given).encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if said:
        given = json.loads(said)
        assert isinstance(given, dict)
        return given
    return {"failed": f"ended by {signal.Signals(os.WTERMSIG(status)).name}" if os.WIFSIGNALED(status) else "gone"}


if __name__ == "__main__":
    sys.exit(main())
