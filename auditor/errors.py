"""What can go wrong besides the numbers of a document.

    AuditorError          everything below; its text is one sentence for the user
    ├── InputError        a document cannot be read: not there, not UTF-8 text
    ├── UsageError        options or paths that do not go together
    └── RulebookError     a file of rules, vocabulary, units or catalogues is wrong

A document never raises for what it says: whatever stands in it becomes claims, findings and ledger entries.
"""

from __future__ import annotations


class AuditorError(Exception):
    """The audit could not be made; the command line prints the text and exits with 2."""


class InputError(AuditorError):
    """A document cannot be read."""


class UsageError(AuditorError):
    """What was asked for makes no sense together."""


class RulebookError(AuditorError):
    """A file under `rules/` (or of a user's pack) is wrong; the text names file, key and remedy."""
