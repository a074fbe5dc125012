"""A journal gives back every row that was written to its end, wherever the process died."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.batch.journal import Journal
from auditor.batch.record import Row, Tally


def row(text: str) -> Row:
    return Row("id", b"key", json.dumps({"text": text}).encode(), Tally("audited"))


@settings(deadline=None)
@given(texts=st.lists(st.text(), max_size=5), cut=st.integers(0, 400))
def test_a_cut_journal_holds_the_rows_before_the_cut(texts: list[str], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "part.open")
        journal = Journal(path)
        ends = [0]
        for number, text in enumerate(texts):
            journal.add(len(texts) - number, row(text))
            ends.append(path.stat().st_size)
        journal.close()
        path.write_bytes(path.read_bytes()[:cut])
        whole = sum(end <= cut for end in ends[1:])
        found = Journal.found(path)
        assert len(found) == whole
        assert list(found.lines()) == [row(text).line for text in reversed(texts[:whole])]
        found.add(0, row("after"))
        assert next(found.lines()) == row("after").line
        found.remove()
        assert not path.exists()


def test_rubbish_after_the_rows_is_cut_off(tmp_path: Path) -> None:
    path = tmp_path / "part.open"
    journal = Journal(path)
    journal.add(1, row("one"))
    journal.close()
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(bytes(4096))
    found = Journal.found(path)
    found.close()
    assert (len(found), path.stat().st_size) == (1, size)
