"""Figures, collections and typing errors of evaluations."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from search.evaluation.collection import CollectionError, read_collection, with_typos
from search.evaluation.metrics import measures


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
    ("content", "message"),
    [
        (b'{"id": "a"}', "line 1: not an object with id, text"),
        (b"{", "docs.jsonl"),
        (b"\xff", "docs.jsonl"),
        (b"", "no documents"),
    ],
)
def test_broken_files_are_named(tmp_path: Path, content: bytes, message: str) -> None:
    write_collection(tmp_path)
    (tmp_path / "docs.jsonl").write_bytes(content)
    with pytest.raises(CollectionError, match=message):
        read_collection(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CollectionError, match="nowhere"):
        read_collection(tmp_path / "nowhere")
