"""The end of a run: shards closed, changed texts put aside, account checked, index page and manifest written."""

from __future__ import annotations

from pathlib import Path

from auditor.batch import manifest, page
from auditor.batch.account import Account
from auditor.batch.key import Provenance
from auditor.batch.store import Store


def finish(out: Path, store: Store, provenance: Provenance, account: Account) -> None:
    """Completes the output folder; without a manifest if the account is not closed or the run was interrupted."""
    store.finish()
    superseded = 0
    if not account.interrupted:
        superseded = store.without(store.index.superseded(), keep_copy=True)
    account.rows = sum(shard.rows for shard in store.index.shards().values())
    account.indexed = len(store.index)
    if account.complete:
        page.write(out, store.index)
        manifest.write(out, store.index, provenance, account, superseded)
