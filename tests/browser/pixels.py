"""What a screenshot shows."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

_COUNT = """async data => {
  const image = new Image();
  image.src = data;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 400;
  canvas.height = 400;
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return new Set(new Uint32Array(context.getImageData(0, 0, 400, 400).data.buffer)).size;
}"""


def colours(page: Page, screenshot: bytes) -> int:
    """How many colours the upper left of a screenshot has: one for an empty page."""
    blank = page.context.new_page()
    found: int = blank.evaluate(_COUNT, "data:image/png;base64," + b64encode(screenshot).decode())
    blank.close()
    return found
