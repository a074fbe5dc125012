"""What a batch writes, and what a second run does."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from batch import jobs
from batch.tools import RULES, audit, documents, manifest, rows

from auditor.batch import Document, Options, Provenance, Unreadable
from auditor.errors import AuditorError, UsageError

TEXTS = tuple(f"text {number}{' wrong' * (number % 7 == 0)}" for number in range(35))


def test_every_document_becomes_a_row_in_the_order_of_the_source(tmp_path: Path) -> None:
    account = audit(documents(*TEXTS), tmp_path, jobs.count)
    assert (account.taken, account.audited, account.failed, account.skipped) == (35, 35, 0, 0)
    assert account.complete
    found = rows(tmp_path)
    assert [row["id"] for row in found] == [f"{number:04}" for number in range(35)]
    assert found[7] == {
        "id": "0007",
        "key": found[7]["key"],
        "status": "audited",
        "sha256": sha256(b"text 7 wrong").hexdigest(),
        "verdict": "supported",
        "declared_verdict": None,
        "errors": 1,
        "warnings": 0,
        "notes": 0,
        "metadata": {},
        "audit": {"length": 12},
        "text": "text 7 wrong",
    }


def test_the_manifest_lists_the_shards_and_what_they_hold(tmp_path: Path) -> None:
    audit([*documents(*TEXTS), Unreadable("x", "malformed", "no JSON")], tmp_path, jobs.count)
    found = manifest(tmp_path)
    assert found["rows"] == 36
    assert found["verdicts"] == {"supported": 35}
    assert found["failures"] == {"malformed": 1}
    assert found["findings"] == {"error": 5, "warning": 0, "note": 0}
    assert [shard["rows"] for shard in found["shards"]] == [10, 10, 10, 6]
    for shard in found["shards"]:
        data = (tmp_path / shard["name"]).read_bytes()
        assert (len(data), sha256(data).hexdigest()) == (shard["bytes"], shard["sha256"])


def test_the_same_source_gives_the_same_bytes_however_many_workers(tmp_path: Path) -> None:
    for name, workers in (("one", 1), ("three", 3)):
        audit(documents(*TEXTS), tmp_path / name, jobs.slowly, workers=workers)
    one, three = ({p.name: p.read_bytes() for p in (tmp_path / n).glob("[pm]*[lt].json*")} for n in ("one", "three"))
    assert one == three
    parts = [sorted((tmp_path / name).glob("part-*")) for name in ("one", "three")]
    assert [path.read_bytes() for path in parts[0]] == [path.read_bytes() for path in parts[1]]


def test_a_second_run_does_only_what_is_new(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    before = {path.name: path.read_bytes() for path in tmp_path.glob("part-*")}
    account = audit([*documents(*TEXTS), Document("new", "wrong")], tmp_path, jobs.count)
    assert (account.audited, account.skipped) == (1, 35)
    assert account.findings["error"] == 6
    assert {name: (tmp_path / name).read_bytes() for name in before} == before
    assert len(rows(tmp_path)) == 36


def test_a_document_that_the_source_holds_twice_is_done_once(tmp_path: Path) -> None:
    account = audit([*documents("a", "b"), *documents("a", "b")], tmp_path, jobs.count)
    assert (account.taken, account.audited, account.skipped, account.complete) == (4, 2, 2, True)


def test_the_same_text_under_two_names_gives_two_rows(tmp_path: Path) -> None:
    audit(documents("same", "same"), tmp_path, jobs.count)
    assert [row["id"] for row in rows(tmp_path)] == ["0000", "0001"]


def test_a_changed_text_replaces_its_row_and_the_old_shard_is_put_aside(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    account = audit(documents("changed", *TEXTS[1:]), tmp_path, jobs.count)
    assert (account.audited, account.skipped, account.complete) == (1, 34, True)
    assert manifest(tmp_path)["superseded"] == 1
    assert sorted(row["id"] for row in rows(tmp_path)) == [f"{number:04}" for number in range(35)]
    assert [row["text"] for row in rows(tmp_path) if row["id"] == "0000"] == ["changed"]
    assert len(list((tmp_path / "previous").iterdir())) == 1
    again = audit(documents("changed", *TEXTS[1:]), tmp_path, jobs.count)
    assert (again.skipped, manifest(tmp_path)["superseded"]) == (35, 0)


def test_rows_of_documents_that_this_source_lacks_stay(tmp_path: Path) -> None:
    audit([Document("monday", "a")], tmp_path, jobs.count)
    audit([Document("tuesday", "b")], tmp_path, jobs.count)
    assert [row["id"] for row in rows(tmp_path)] == ["monday", "tuesday"]
    assert manifest(tmp_path)["rows"] == 2


def test_other_rules_do_all_again_and_going_back_does_nothing(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    account = audit(documents(*TEXTS), tmp_path, jobs.count, Provenance("0", "other rules"))
    assert account.audited == 35
    assert len(rows(tmp_path)) == 35
    account = audit(documents(*TEXTS), tmp_path, jobs.count)
    assert (account.audited, account.skipped, len(rows(tmp_path))) == (0, 35, 35)


def test_failed_documents_are_skipped_unless_they_are_to_be_tried_again(tmp_path: Path) -> None:
    texts = documents("fine", "raise no reason", "fine too")
    assert audit(texts, tmp_path, jobs.obey).failed == 1
    account = audit(texts, tmp_path, jobs.obey)
    assert (account.failed, account.skipped, account.reasons) == (0, 3, {"exception": 1})
    account = audit(texts, tmp_path, jobs.count, retry_failed=True)
    assert (account.audited, account.failed, account.skipped) == (1, 0, 2)
    assert sorted(row["status"] for row in rows(tmp_path)) == ["audited"] * 3


def test_without_the_index_the_shards_tell_what_is_done(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    (index,) = (tmp_path / ".auditor").glob("index-*.sqlite")
    index.write_bytes(b"the power went" * 100)
    account = audit(documents(*TEXTS), tmp_path, jobs.count)
    assert (account.audited, account.skipped, account.complete) == (0, 35, True)


def test_a_shard_that_was_deleted_is_done_again(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    sorted(tmp_path.glob("part-*"))[1].unlink()
    account = audit(documents(*TEXTS), tmp_path, jobs.count)
    assert (account.audited, account.skipped, account.complete) == (10, 25, True)
    assert len(rows(tmp_path)) == 35


def test_a_damaged_shard_is_named(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    shard = sorted(tmp_path.glob("part-*"))[0]
    shard.write_text("{}\n")
    with pytest.raises(UsageError, match=f"{shard.name} is damaged.*delete it"):
        audit(documents(*TEXTS), tmp_path, jobs.count)
    assert not (tmp_path / "manifest.json").exists()


def test_two_runs_cannot_write_to_one_folder(tmp_path: Path) -> None:
    from auditor.batch.files import alone
    from auditor.batch.store import state

    with alone(state(tmp_path) / "lock"), pytest.raises(UsageError, match="another run writes there"):
        audit(documents("a"), tmp_path, jobs.count)


def test_an_empty_source_closes_its_account(tmp_path: Path) -> None:
    account = audit([], tmp_path, jobs.count)
    assert (account.taken, account.complete, account.exit_code(("error",))) == (0, True, 0)


def test_exit_codes_follow_the_fail_level(tmp_path: Path) -> None:
    account = audit(documents("wrong"), tmp_path, jobs.count)
    assert [account.exit_code(("error",)), account.exit_code(()), account.exit_code(("note",))] == [1, 0, 0]
    again = audit(documents("wrong"), tmp_path, jobs.count)
    assert again.exit_code(("error",)) == 1
    again.audited += 1
    assert again.exit_code(()) == 2


def test_a_source_that_fails_leaves_what_was_done(tmp_path: Path) -> None:
    def source() -> object:
        yield from documents(*TEXTS[:20])
        raise AuditorError("the pipe broke")

    with pytest.raises(AuditorError, match="the pipe broke"):
        audit(source(), tmp_path, jobs.count)  # type: ignore[arg-type]
    account = audit(documents(*TEXTS), tmp_path, jobs.count)
    assert (account.audited + account.skipped, len(rows(tmp_path)), account.complete) == (35, 35, True)


def test_progress_is_written_for_programs(tmp_path: Path) -> None:
    audit(documents(*TEXTS), tmp_path, jobs.count)
    found = json.loads((tmp_path / "progress.json").read_text())
    assert (found["state"], found["in"], found["audited"], found["closed"]) == ("finished", 35, 35, True)


def test_rows_can_do_without_the_text(tmp_path: Path) -> None:
    audit(documents("a"), tmp_path, jobs.count, keep_text=False)
    assert "text" not in rows(tmp_path)[0]


def test_metadata_passes_through_as_json(tmp_path: Path) -> None:
    audit([Document("a", "b", {"licence": "MIT", "score": float("nan"), "raw": b"x"})], tmp_path, jobs.count)
    assert rows(tmp_path)[0]["metadata"] == {"licence": "MIT", "score": None, "raw": "b'x'"}


@pytest.mark.parametrize("options", [{"form": "csv"}, {"workers": 0}, {"shard_rows": 0}])
def test_options_that_make_no_sense_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Options(**options)  # type: ignore[arg-type]


def test_keys_depend_on_document_rules_and_configuration() -> None:
    from auditor.batch.key import key

    base = key(RULES.digest, "id", "text")
    others = [
        key(RULES.digest, "id", "text2"),
        key(RULES.digest, "idt", "ext"),
        key(Provenance("0", "rules", "config").digest, "id", "text"),
        key(Provenance("1", "rules").digest, "id", "text"),
    ]
    assert len({base, *others}) == 5
    assert key(RULES.digest, "id", "text") == base
