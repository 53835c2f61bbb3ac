"""Measure the search on collections of questions with judged answers."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from search.evaluation import baselines
from search.evaluation.collection import Collection, CollectionError, read_collection, with_typos
from search.evaluation.running import Result, evaluate

FIGURES = ("ndcg@10", "mrr@10", "recall@1", "recall@5", "recall@10")


class Command(BaseCommand):
    """``manage.py evaluate_search DIR [DIR…]``: see docs/search.md for the form of a collection."""

    help = (
        "Indexes the documents of each folder (docs.jsonl, queries.jsonl, qrels.jsonl) in a database of its own, asks"
        " every query through the engine and prints nDCG, MRR, recall, time and size. The site's data stay untouched."
    )
    # Works beside the site's tables, whatever state they are in.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Folders and options."""
        parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
        parser.add_argument("--baselines", action="store_true", help="Also Wagtail's own search and BM25 with stems.")
        parser.add_argument("--typos", type=int, metavar="SEED", help="Also with one typing error in every query.")
        parser.add_argument("--json", type=Path, metavar="FILE", help="Also write all figures to this file.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for a folder that is no collection, and without a library that a baseline needs."""
        results: list[Result] = []
        header = f"{'collection':<26} {'way':<14} {'queries':>7}"
        header += "".join(f"{name:>10}" for name in FIGURES)
        self.stdout.write(f"{header} {'median':>8} {'p95':>8} {'index':>9} {'docs/s':>7}   ({connection.vendor})")
        try:
            for folder in options["folders"]:
                for result in self._evaluate(read_collection(folder), options):
                    results.append(result)
                    self._print(result)
        except (CollectionError, baselines.BaselineError) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            rows = [{"database": connection.vendor, **asdict(result)} for result in results]
            options["json"].write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")

    def _evaluate(self, collection: Collection, options: dict[str, Any]) -> list[Result]:
        collections = [collection]
        if options["typos"] is not None:
            collections.append(with_typos(collection, options["typos"]))
        results = evaluate(collections)
        if options["baselines"]:
            results += baselines.stock(collections) + baselines.bm25(collections)
        return results

    def _print(self, result: Result) -> None:
        figures = "".join(f"{result.figures[name]:>10.4f}" for name in FIGURES)
        size = f"{result.index_bytes / 1e6:.1f} MB" if result.index_bytes else ""
        speed = f"{result.documents_a_second:.0f}" if result.documents_a_second else ""
        self.stdout.write(
            f"{result.collection:<26} {result.way:<14} {result.questions:>7}{figures}"
            f" {result.median_ms:>5.1f} ms {result.p95_ms:>5.1f} ms {size:>9} {speed:>7}"
        )
