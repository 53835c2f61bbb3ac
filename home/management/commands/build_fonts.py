"""Cuts KERN's Fira Sans files down to what this site shows.

The package brings whole files of about 130 kB a style; the letters of German and its neighbours need a fifth of that,
which keeps the first view of the start page below 150 kB.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from fontTools import subset

# The stylesheet knows two weights (KERN's 500 is mapped to 600 there) and the italic, which browsers fetch only where a
# page shows it.
STYLES = ("Regular", "SemiBold", "Italic")

# Basic Latin, Latin-1, Latin Extended-A (French œ, Polish and Turkish names), then single characters.
UNICODE_RANGES = ((0x0020, 0x007E), (0x00A0, 0x017F))
SINGLE_CHARACTERS = "ẞȘșȚț‐‑–—‘’‚“”„†•…‰‹›€→←↑↓−×≈≠≤≥½¼¾²³№™★\u2009\u202f"

# Tabular and lining figures for tables and key figures; the rest keeps text from jumping.
LAYOUT_FEATURES = ["kern", "mark", "liga", "calt", "ccmp", "locl", "tnum", "lnum", "case"]


class Command(BaseCommand):
    """``manage.py build_fonts``: writes ``FiraSans-<style>.woff2`` into ``ASSETS_DIR/fonts``."""

    help = "Cuts the web fonts down to the letters this site uses. Must run before collectstatic."

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds ``--force``."""
        parser.add_argument("--force", action="store_true", help="build again even where the files are up to date")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        """Builds each style unless its file is newer than the source and than this recipe."""
        source_folder = Path(settings.KERN_DIST) / "fonts" / "fira-sans"
        target_folder = Path(settings.ASSETS_DIR) / "fonts"
        target_folder.mkdir(parents=True, exist_ok=True)
        for style in STYLES:
            name = f"FiraSans-{style}.woff2"
            source, target = source_folder / name, target_folder / name
            if not source.is_file():
                raise CommandError(f"{source} is missing; run npm ci first.")
            if not force and is_up_to_date(source, target):
                self.stdout.write(f"{name}: up to date")
                continue
            cut_down(source, target)
            self.stdout.write(f"{name}: {source.stat().st_size} bytes became {target.stat().st_size}")


def is_up_to_date(source: Path, target: Path) -> bool:
    """Whether the target is newer than its source and than the list of letters in this file."""
    if not target.is_file():
        return False
    made = target.stat().st_mtime
    return made >= source.stat().st_mtime and made >= Path(__file__).stat().st_mtime


def wanted_codepoints() -> list[int]:
    """Code points to keep, ascending."""
    points = {point for first, last in UNICODE_RANGES for point in range(first, last + 1)}
    return sorted(points | {ord(character) for character in SINGLE_CHARACTERS})


def cut_down(source: Path, target: Path) -> None:
    """Write a WOFF2 file with the wanted letters alone; the target appears whole or not at all."""
    # Fira's OS/2 table is of an older version; fontTools says so for every file, and nothing is to be done about it.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        flavor="woff2",
        layout_features=LAYOUT_FEATURES,
        hinting=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted_codepoints())
    subsetter.subset(font)
    unfinished = target.with_suffix(".part")
    subset.save_font(font, str(unfinished), options)
    unfinished.replace(target)
