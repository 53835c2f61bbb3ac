"""Names of the places on a page that its table of contents leads to."""

from __future__ import annotations

from exchange.german import german_slug


def heading_anchor(heading: object) -> str:
    """Name of the place where a heading stands, made of its words; the prefix keeps it apart from the page's own."""
    return f"abschnitt-{german_slug(str(heading), 60)}"
