"""Every page type is valid HTML by the W3C's Nu checker."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import cannot_run
from tests.browser.conftest import NewContext
from tests.browser.pages import PAGES, PageType
from tests.browser.site import ROOT, ServedSite

pytestmark = pytest.mark.xdist_group("browser: use")

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

Messages = dict[str, list[str]]


@pytest.fixture(scope="module")
def messages(new_context: NewContext, site: ServedSite, tmp_path_factory: pytest.TempPathFactory) -> Messages:
    """The checker's errors by page type, out of one run over the sources of all pages."""
    java = shutil.which("java")
    if java is None or not CHECKER.is_file():
        cannot_run(f"The markup checker needs java ({java}) and {CHECKER.relative_to(ROOT)}.")
    folder = tmp_path_factory.mktemp("markup")
    for number, page_type in enumerate(PAGES):
        with new_context(page_type.person) as context:
            (folder / f"{number}.html").write_bytes(page_type.source(context.new_page(), site))
    files = sorted(folder.glob("*.html"))
    done = subprocess.run(
        [java, "-jar", CHECKER, "--format", "json", "--stdout", "--exit-zero-always", "--errors-only", *files],
        capture_output=True,
        text=True,
        check=True,
    )
    found: Messages = defaultdict(list)
    for message in json.loads(done.stdout)["messages"]:
        found[PAGES[int(Path(message["url"]).stem)].name].append(_in_words(message))
    return found


def _in_words(message: dict[str, Any]) -> str:
    excerpt = " ".join(message.get("extract", "").split())
    return f"line {message.get('lastLine', '?')}: {message['message']} … {excerpt}"


@pytest.mark.parametrize("page_type", PAGES, ids=lambda page_type: page_type.name)
def test_page_is_valid_html(page_type: PageType, messages: Messages) -> None:
    errors = messages.get(page_type.name, [])
    assert not errors, f"{page_type.name}:\n" + "\n".join(errors)
