"""Commands whose library is not installed say how to install it."""

from __future__ import annotations

import pytest

from auditor.cli.app import run


@pytest.mark.parametrize(("command", "module", "extra"), [("server", "pygls", "lsp"), ("mcp", "mcp", "mcp")])
def test_what_is_missing_is_named_with_its_extra(
    command: str, module: str, extra: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.serve.extras.find_spec", lambda name: None)
    assert run([command]) == 2
    told = f"auditor: auditor {command} needs {module}: install it with pip install 'claim-auditor[{extra}]'\n"
    assert capsys.readouterr().err == told
