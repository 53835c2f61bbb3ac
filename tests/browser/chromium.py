"""Finds and starts the browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox, since build servers run as root in containers that have none; the rest keeps it from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def cannot_run(reason: str) -> NoReturn:
    """Skip with the reason; on the build server, where all tools must be there, fail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


def find(playwright: Playwright) -> str | None:
    """Path of the program: the one CHROMIUM names, else one on the PATH, else Playwright's own; None without any."""
    wanted = os.environ.get("CHROMIUM")
    if wanted:
        return shutil.which(wanted) or cannot_run(f"CHROMIUM names {wanted}, which is no program.")
    installed = next((path for name in NAMES if (path := shutil.which(name))), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).is_file() else None)


def launch(playwright: Playwright) -> Browser:
    """The running browser; without one the tests are skipped, or fail on the build server."""
    path = find(playwright)
    if path is None:
        cannot_run(f"No browser: none of {', '.join(NAMES)} is on the PATH. Name one in CHROMIUM.")
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
