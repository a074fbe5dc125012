"""The language server: findings beside the lines, the derivation of the number under the cursor, proven repairs."""

from auditor.serve.editor.server import server

__all__ = ["server"]
