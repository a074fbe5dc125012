"""What git knows: which files it ignores, and which lines changed since a revision."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import UsageError

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)


def ignored(paths: Iterable[Path]) -> set[Path]:
    """Those of the paths that git ignores, tracked files never; none outside a repository or without git."""
    found: set[Path] = set()
    folders: dict[Path, list[Path]] = {}
    for path in paths:
        folders.setdefault(path.parent, []).append(path)
    for folder, files in folders.items():
        names = {path.name: path for path in files}
        done = _git(["check-ignore", "-z", "--stdin"], folder, "\0".join(f"./{name}" for name in names).encode())
        if done is not None and done.returncode == 0:
            kept = done.stdout.decode("utf-8", "surrogateescape").split("\0")
            found |= {names[name.removeprefix("./")] for name in kept if name}
    return found


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed lines of a document, as git counts lines (LF alone ends one)."""

    everything: bool
    """A file that the revision does not have."""
    ranges: tuple[tuple[int, int], ...]
    """First and last line, both included."""

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return self.everything or bool(self.ranges)

    def touches(self, first: int, last: int) -> bool:
        """Whether one of these lines changed."""
        return self.everything or any(low <= last and first <= high for low, high in self.ranges)


def base(revision: str, folder: Path) -> str:
    """The commit to compare with: where the revision and HEAD parted, else the revision. Raises UsageError."""
    commit = _said(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"], folder)
    if not commit:
        raise UsageError(f"--diff-base {revision}: git knows no such commit here (a shallow clone needs it fetched)")
    return _said(["merge-base", commit, "HEAD"], folder) or commit


def changes(path: Path, commit: str) -> Changes:
    """What changed in a file of the working tree since a commit. Raises UsageError for one outside the repository."""
    folder, name = path.absolute().parent, f"./{path.name}"
    there = _git(["cat-file", "-e", f"{commit}:{name}"], folder)
    if there is None or there.returncode:
        return Changes(True, ())
    options = ["--no-color", "--no-ext-diff", "--no-textconv", "-U0"]
    done = _git(["diff", *options, commit, "--", name], folder)
    if done is None or done.returncode:
        raise UsageError(f"--diff-base: git cannot say what changed in {path}")
    return Changes(False, tuple(_ranges(_HUNK.findall(done.stdout))))


def earlier(path: Path, revision: str) -> str | None:
    """A file's text in a revision; None where that has no such file. Raises UsageError for no revision."""
    folder = path.absolute().parent
    commit = _said(["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"], folder)
    if not commit:
        raise UsageError(f"--no-weaker-than {revision}: neither a path nor a revision that git knows")
    done = _git(["show", "--no-textconv", f"{commit}:./{path.name}"], folder)
    return done.stdout.decode("utf-8", "replace") if done is not None and done.returncode == 0 else None


def _ranges(hunks: Sequence[tuple[bytes, bytes]]) -> Iterable[tuple[int, int]]:
    for start, count in hunks:
        lines = int(count) if count else 1
        if lines:
            yield int(start), int(start) + lines - 1


def _said(arguments: Sequence[str], folder: Path) -> str:
    done = _git(arguments, folder)
    return done.stdout.decode().strip() if done is not None and done.returncode == 0 else ""


def _git(arguments: Sequence[str], folder: Path, given: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=False)
    except OSError:
        return None
