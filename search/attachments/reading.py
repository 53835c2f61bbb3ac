"""Reading a document's file in a process of its own, bounded in time, memory and size of the answer."""

from __future__ import annotations

import json
import logging
import shutil
import signal
import subprocess
import sys
import tempfile
from typing import Any, BinaryIO

from django.conf import settings

from exchange.pages.models import ExchangeDocument
from search.analysis import storable
from search.attachments.formats import READERS
from search.attachments.worker import Answer, Limits
from search.models import AttachmentState

PAGES = 500
CHARACTERS = 400_000  # about 150 pages full of text

# A process that used up its time or memory is ended by one of these.
COSTLY_SIGNALS = (signal.SIGXCPU, signal.SIGKILL, signal.SIGXFSZ)

logger = logging.getLogger(__name__)


def limits_from_settings() -> Limits:
    """What one file may cost here."""
    return Limits(
        seconds=settings.ATTACHMENT_SECONDS,
        memory=settings.ATTACHMENT_MEMORY_MB * 1024 * 1024,
        pages=PAGES,
        characters=CHARACTERS,
    )


def read_document(document: ExchangeDocument, limits: Limits | None = None) -> Answer:
    """The text of a document's file, or why it has none. Never raises for what a file contains."""
    kind = document.file_extension.lower()
    if kind not in READERS:
        return Answer("unsupported")
    try:
        with document.open_file() as file, tempfile.TemporaryFile() as copy:
            if file.size > settings.DOCUMENT_MAX_UPLOAD_SIZE:
                return Answer("too_large")
            # The original may lie in a store that only this process reaches.
            shutil.copyfileobj(file, copy)
            return read_file(kind, copy, limits or limits_from_settings())
    except (OSError, ValueError) as error:
        logger.warning("Document %s: its file cannot be opened: %s", document.pk, error)
        return Answer("missing")


def read_file(kind: str, file: BinaryIO, limits: Limits) -> Answer:
    """The text of an open file that has a descriptor."""
    command = [sys.executable, "-B", "-m", "search.attachments.worker", kind, json.dumps(limits)]
    # Nothing of this process's environment, which holds passwords; the current folder is not searched for modules.
    environment = {"PYTHONPATH": str(settings.BASE_DIR), "PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}
    file.seek(0)
    with tempfile.TemporaryFile() as output:
        try:
            process = subprocess.run(
                command,
                stdin=file,
                stdout=output,
                stderr=subprocess.DEVNULL,
                cwd=tempfile.gettempdir(),
                env=environment,
                timeout=limits.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Answer("too_costly")
        if process.returncode != 0:
            logger.info("Reading a %s ended with %s", kind, process.returncode)
            return Answer("too_costly" if -process.returncode in COSTLY_SIGNALS else "damaged")
        output.seek(0)
        return parse_answer(output.read(limits.answer_bytes), limits)


def parse_answer(raw: bytes, limits: Limits) -> Answer:
    """What the process says, as far as it can be stored; a library taken over by a file may say anything."""
    try:
        answer: Any = json.loads(raw)
        state, is_cut, pages = answer
        texts = [(storable(str(label)), storable(str(text))) for label, text in pages[: limits.pages]]
    except (ValueError, TypeError):
        return Answer("damaged")
    return Answer(state, bool(is_cut), texts) if state in AttachmentState.values else Answer("damaged")
