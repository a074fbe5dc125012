"""The templates: text that goes in comes out as text, whatever it holds."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def environment() -> Environment:
    """Loads templates of this package only, escapes everything, and fails on a name that is not given."""
    return Environment(
        loader=PackageLoader("auditor.report.html"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def rendered(template: str, **context: Any) -> str:
    """A template with the style and script of its page, and the policy that allows nothing else."""
    style, script = _part("style.css"), _part("index.js") if template == "index.html" else ""
    policy = ["default-src 'none'", f"style-src '{_hash(style)}'", "base-uri 'none'", "form-action 'none'"]
    if script:
        policy.append(f"script-src '{_hash(script)}'")
    page = environment().get_template(template)
    return page.render(style=Markup(style), script=Markup(script), policy="; ".join(policy), **context) + "\n"


@cache
def _part(name: str) -> str:
    """A file of the templates' folder, blank space at the ends of lines taken out."""
    text = (files("auditor.report.html") / "templates" / name).read_text(encoding="utf-8")
    return "".join(line.strip() + "\n" for line in text.splitlines() if line.strip())


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
