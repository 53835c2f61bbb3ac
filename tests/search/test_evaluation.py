"""Figures, collections and typing errors of evaluations."""

from __future__ import annotations

import json
import math
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from search.evaluation import scratch
from search.evaluation.collection import CollectionError, read_collection, with_typos
from search.evaluation.metrics import measures

pytestmark = pytest.mark.every_database


def write_collection(folder: Path) -> Path:
    """Two documents and two questions, one of them without an answer."""
    rows: dict[str, list[dict[str, object]]] = {
        "docs": [{"id": "a", "title": "Wohngeld", "text": "Der Antrag."}, {"id": "b", "text": "Die Hundesteuer."}],
        "queries": [{"id": "1", "text": "wohngeldantrag stellen"}, {"id": "2", "text": "niemand"}],
        "qrels": [{"query": "1", "doc": "a", "relevance": 2}, {"query": "2", "doc": "b", "relevance": 0}],
    }
    for name, lines in rows.items():
        text = "\n".join(json.dumps(line) for line in lines)
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")
    return folder


def test_figures_are_those_of_the_textbook() -> None:
    figures = measures({"q": ["x", "a", "b"]}, {"q": {"a": 2, "b": 1}})
    gained = 2 / math.log2(3) + 1 / math.log2(4)
    assert figures["ndcg@10"] == pytest.approx(gained / (2 / math.log2(2) + 1 / math.log2(3)))
    assert figures["mrr@10"] == 0.5
    assert (figures["recall@1"], figures["recall@5"]) == (0.0, 1.0)


def test_questions_without_an_answer_do_not_count(tmp_path: Path) -> None:
    collection = read_collection(write_collection(tmp_path))
    assert [question.key for question in collection.questions] == ["1"]
    assert collection.questions[0].relevant == {"a": 2}


def test_typing_errors_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    collection = read_collection(write_collection(tmp_path))
    typed = [with_typos(collection, seed).questions[0].text for seed in (1, 1, 2, 3, 4)]
    assert typed[0] == typed[1]
    assert len(set(typed)) > 2
    assert all(text.startswith("w") and text.endswith(" stellen") for text in typed)
    assert "wohngeldantrag stellen" not in typed


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("docs", b'{"id": "a"}', "line 1: not an object with id, text"),
        ("docs", b'{"id": "a", "text": "A"}\n\n{', "line 3: Expecting property name"),
        ("docs", b'{"id": "a", "text": "A"}\n{"id": "b", "text": "\xff"}', "line 2: .* can't decode byte 0xff"),
        ("docs", b'{"id": "a", "text": "A"}\n{"id": "a", "text": "B"}', "line 2: the id 'a' is already that of line 1"),
        ("docs", b"", "line 1: the file is empty"),
        ("queries", b'{"id": 1, "text": "A"}\n{"id": "1", "text": "B"}', "line 2: the id '1' is already"),
        ("queries", b"\n\n", "line 1: the file is empty"),
        ("qrels", b'{"query": "1", "doc": "a", "relevance": "much"}', "line 1: the relevance 'much' is not a whole"),
        ("qrels", b'{"query": "1", "doc": "a", "relevance": null}', "line 1: the relevance None is not a whole"),
        ("qrels", b'{"query": "1", "doc": "z", "relevance": 1}', "line 1: there is no document 'z'"),
        ("qrels", b'{"query": "9", "doc": "a", "relevance": 1}', "line 1: there is no query '9'"),
        ("qrels", b'{"query": "1", "doc": "a", "relevance": 0}', "line 1: no query has a document"),
        ("qrels", b"", "line 1: the file is empty"),
    ],
)
def test_broken_files_are_named_with_line_and_reason(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    write_collection(tmp_path)
    (tmp_path / f"{name}.jsonl").write_bytes(content)
    with pytest.raises(CommandError, match=f"{name}.jsonl, {message}"):
        call_command("evaluate_search", str(tmp_path), stdout=StringIO())


@pytest.mark.parametrize("site", ["exchange", "s" * 63, "ü" * 40])
def test_only_a_database_that_the_run_has_made_is_dropped(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("On SQLite it is a file in a folder of its own.")
    statements: list[str] = []
    monkeypatch.setattr(scratch, "_run_outside", statements.append)
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(scratch, "ENGINE_MODELS", ())
    monkeypatch.setattr(connection, "schema_editor", nullcontext)
    monkeypatch.setitem(connection.settings_dict, "NAME", site)
    for _ in range(2):
        with scratch.scratch_database():
            pass
    assert connection.settings_dict["NAME"] == site
    assert [statement.split()[0] for statement in statements] == ["CREATE", "DROP"] * 2
    names = [statement.split()[-1].strip('"') for statement in statements]
    assert names[0] == names[1] != names[2] == names[3]
    assert all(len(name.encode()) < 63 and site not in name for name in names)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="nowhere"):
        read_collection(tmp_path / "nowhere")
