"""Charts and flow diagrams of the samples, drawn when they are loaded."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

WIDTH, MARGIN = 1200, 48  # pixels
ROW, BAR, LABEL = 64, 36, 320
BOX_WIDTH, BOX_HEIGHT, GAP = 300, 104, 64
PAPER, INK, FAINT, ACCENT, SOFT = "#ffffff", "#171a2b", "#5a617a", "#2f4ba0", "#e8ecf8"

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


def draw(figure: dict[str, Any]) -> bytes:
    """PNG of a figure: ``kind`` is ``bars`` (``rows`` of label and number, ``unit``) or ``flow`` (``items``)."""
    image = _bars(figure) if figure["kind"] == "bars" else _flow(figure)
    output = io.BytesIO()
    image.save(output, "PNG", optimize=True)
    return output.getvalue()


def _font(size: int, *, strong: bool = False) -> Font:
    """The site's own typeface; Pillow's built-in one where it has not been installed."""
    weight = "SemiBold" if strong else "Regular"
    path = Path(settings.KERN_DIST) / "fonts" / "fira-sans" / f"FiraSans-{weight}.woff2"
    try:
        return ImageFont.truetype(str(path), size)
    except OSError:
        return ImageFont.load_default(size)


def _canvas(height: int, title: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(image)
    pen.text((MARGIN, MARGIN), title, font=_font(34, strong=True), fill=INK)
    return image, pen


def _german(number: float) -> str:
    text = f"{number:,.2f}".rstrip("0").rstrip(".") if number % 1 else f"{int(number):,}"
    return text.translate(str.maketrans(",.", ".,"))


def _bars(figure: dict[str, Any]) -> Image.Image:
    rows = [(str(label), float(number)) for label, number in figure["rows"]]
    top = MARGIN + 76
    image, pen = _canvas(top + ROW * len(rows) + MARGIN, figure["title"])
    most = max((number for _label, number in rows), default=0) or 1
    room = WIDTH - 2 * MARGIN - LABEL - 190
    unit = figure.get("unit", "")
    for index, (label, number) in enumerate(rows):
        y = top + index * ROW
        left = MARGIN + LABEL
        pen.text((MARGIN, y + BAR / 2), label, font=_font(24), fill=INK, anchor="lm")
        pen.rounded_rectangle((left, y, left + room, y + BAR), 6, fill=SOFT)
        pen.rounded_rectangle((left, y, left + max(8, round(room * number / most)), y + BAR), 6, fill=ACCENT)
        value = f"{_german(number)} {unit}".strip()
        pen.text((left + room + 16, y + BAR / 2), value, font=_font(24, strong=True), fill=INK, anchor="lm")
    return image


def _flow(figure: dict[str, Any]) -> Image.Image:
    items = [str(item) for item in figure["items"]]
    per_line = (WIDTH - 2 * MARGIN + GAP) // (BOX_WIDTH + GAP)
    lines = -(-len(items) // per_line)
    top = MARGIN + 76
    image, pen = _canvas(top + lines * BOX_HEIGHT + (lines - 1) * GAP + MARGIN, figure["title"])
    for index, item in enumerate(items):
        line, place = divmod(index, per_line)
        x, y = MARGIN + place * (BOX_WIDTH + GAP), top + line * (BOX_HEIGHT + GAP)
        pen.rounded_rectangle((x, y, x + BOX_WIDTH, y + BOX_HEIGHT), 12, fill=SOFT, outline=ACCENT, width=3)
        pen.multiline_text(
            (x + BOX_WIDTH / 2, y + BOX_HEIGHT / 2), _wrap(item), font=_font(24), fill=INK, anchor="mm", align="center"
        )
        if index + 1 < len(items):
            middle, centre = y + BOX_HEIGHT // 2, x + BOX_WIDTH // 2
            if place + 1 < per_line:
                _arrow(pen, [(x + BOX_WIDTH + 8, middle), (x + BOX_WIDTH + GAP - 8, middle)])
            else:
                bottom, turn, first = y + BOX_HEIGHT, y + BOX_HEIGHT + GAP // 2, MARGIN + BOX_WIDTH // 2
                _arrow(pen, [(centre, bottom + 8), (centre, turn), (first, turn), (first, bottom + GAP - 8)])
    return image


def _arrow(pen: ImageDraw.ImageDraw, way: list[tuple[int, int]]) -> None:
    """A line along the way with a head at its end, pointing right or down."""
    pen.line(way, fill=FAINT, width=4)
    (before_x, _before_y), (x, y) = way[-2:]
    pointing_down = before_x == x
    pen.polygon(
        [(x, y), (x - 9, y - 14), (x + 9, y - 14)] if pointing_down else [(x, y), (x - 14, y - 9), (x - 14, y + 9)],
        fill=FAINT,
    )


def _wrap(text: str, limit: int = 22) -> str:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > limit:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
