"""A local Ray cluster of several nodes: same rows, same account, also when a node dies."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch import jobs
from batch.tools import RULES, audit, documents, rows

from auditor.batch import Document, Unreadable

ray = pytest.importorskip("ray", reason="the extra `ray` is not installed")

pytestmark = [
    pytest.mark.slow,
    # Ray's own warnings about processes and files that it leaves to the garbage collector.
    pytest.mark.filterwarnings("ignore"),
]

TEXTS = tuple(f"text {number}{' wrong' * (number % 7 == 0)}" for number in range(300))


@pytest.fixture
def cluster() -> Iterator[Any]:
    """A head without processors and two nodes with one each."""
    from ray.cluster_utils import Cluster

    found = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    found.victims = [found.add_node(num_cpus=1) for _ in range(2)]
    tests = str(Path(__file__).parents[1])
    ray.init(
        address=found.address, log_to_driver=False, logging_level="error",
        runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join([tests, str(Path(tests).parent)])}},
    )  # fmt: skip
    try:
        yield found
    finally:
        ray.shutdown()
        found.shutdown()


def on_cluster(texts: Any, out: Path, job: Any, **options: Any) -> Any:
    from auditor.batch.cluster import Cluster

    return audit(texts, out, job, RULES, hire=Cluster, **options)


def test_the_rows_are_those_of_one_machine(cluster: Any, tmp_path: Path) -> None:
    bad = ["crash", "spin", "raise a tantrum", "greedy"]
    texts: list[Document | Unreadable] = documents(*TEXTS[:60], *bad, *TEXTS[60:80])
    there = on_cluster(texts, tmp_path / "there", jobs.obey, seconds=0.5)
    here = audit(texts, tmp_path / "here", jobs.obey, seconds=0.5)
    assert there == here
    assert (there.audited, there.failed, there.complete) == (80, 4, True)
    parts = [sorted((tmp_path / name).glob("part-*")) for name in ("there", "here")]
    assert [path.read_bytes() for path in parts[0]] == [path.read_bytes() for path in parts[1]]
    again = on_cluster(texts, tmp_path / "there", jobs.obey)
    assert (again.audited, again.skipped) == (0, 84)


def test_a_node_that_dies_costs_no_document(cluster: Any, tmp_path: Path) -> None:
    out = tmp_path / "out"
    killed = threading.Event()

    def source() -> Iterator[Document | Unreadable]:
        yield from documents(*TEXTS)

    def kill() -> None:
        while not list((out / ".auditor").glob("*.open")) and not list(out.glob("part-*")):
            killed.wait(0.05)
        cluster.remove_node(cluster.victims[0], allow_graceful=False)
        killed.set()

    thread = threading.Thread(target=kill)
    thread.start()
    account = on_cluster(source(), out, jobs.slowly)
    thread.join()
    assert killed.is_set()
    assert (account.taken, account.audited, account.failed, account.complete) == (300, 300, 0, True)
    assert [row["id"] for row in rows(out)] == [f"{number:04}" for number in range(300)]


def test_a_document_that_takes_its_whole_task_with_it_costs_itself_only(cluster: Any, tmp_path: Path) -> None:
    texts = documents(*TEXTS[:40], "parricide", *TEXTS[40:70])
    account = on_cluster(texts, tmp_path, jobs.obey)
    assert (account.audited, account.failed, account.reasons, account.complete) == (70, 1, {"crash": 1}, True)
    (failed,) = [row for row in rows(tmp_path) if row["status"] == "failed"]
    assert (failed["id"], failed["reason"]) == ("0040", "crash")
