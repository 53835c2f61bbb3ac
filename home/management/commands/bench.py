"""``manage.py bench``: what a page costs, against a bare view of the same Django."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from argparse import SUPPRESS
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
import wagtail
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

MANAGE = Path(settings.BASE_DIR) / "manage.py"
KEEP_SECONDS = "3600"
MEMBERS_PAGES = {"inbox"}  # visitors have none
COLUMNS = (
    ("page", "page", "<13"),
    ("state", "state", "<17"),
    ("cpu_ms", "CPU ms", ">8.2f"),
    ("ratio", "× bare", ">8.1f"),
    ("requests_per_second_1", "req/s 1", ">9.0f"),
    ("requests_per_second_16", "req/s 16", ">9.0f"),
    ("p50_ms", "p50 ms", ">8.1f"),
    ("p95_ms", "p95 ms", ">8.1f"),
    ("queries", "SQL", ">5d"),
    ("html_bytes", "HTML B", ">9d"),
    ("page_bytes", "page B", ">9d"),
)


class Command(BaseCommand):
    """Makes a database of its own, serves it and measures; docs/benchmark.md says how and why."""

    help = "Measures pages of a site of many reports. Works in a database of its own, never in the site's."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``--pages``, ``--database``, ``--json``; ``--step`` is for the calls that the command makes itself."""
        parser.add_argument("--pages", type=int, default=1000, help="number of reports (default: 1000)")
        parser.add_argument("--database", default="", help="address of an empty PostgreSQL database; default: SQLite")
        parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there as well")
        parser.add_argument("--step", choices=["fill", "count"], help=SUPPRESS)

    def handle(self, *args: Any, pages: int, database: str, step: str | None, **options: Any) -> None:
        """Measure and print the table. Raises CommandError where something needed is missing."""
        if step is not None:
            self._run_step(step, pages)
            return
        if pages < 1:
            raise CommandError("At least one page is needed.")
        folder = Path(settings.VAR_DIR) / "bench"
        folder.mkdir(parents=True, exist_ok=True)
        self._link_static_files(folder)
        environment = {
            "DJANGO_SETTINGS_MODULE": "exchange.settings.dev",
            "VAR_DIR": str(folder),
            "DATABASE_URL": database or f"sqlite:///{folder / f'{pages}.sqlite3'}",
            "DEBUG": "0",
            "VISITOR_CACHE_SECONDS": "0",
        }
        found = self._call_step("fill", pages, environment)
        found["queries"] = self._call_step("count", pages, environment)
        try:
            results = self._measure(folder, environment, found)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
        report = {
            "pages": pages,
            "database": found["database"],
            "python": platform.python_version(),
            "django": django.get_version(),
            "wagtail": wagtail.__version__,
            "processors": os.cpu_count(),
            "results": results,
        }
        self._print(report)
        if options["json"]:
            options["json"].write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")

    def _link_static_files(self, folder: Path) -> None:
        """The collected files of the site serve the benchmark too; they are only read."""
        for name in ("static", "assets"):
            source = Path(settings.VAR_DIR) / name
            if not source.is_dir():
                raise CommandError(f"{source} is missing; make bench collects the files first.")
            if not (folder / name).exists():
                (folder / name).symlink_to(source.resolve())

    def _call_step(self, step: str, pages: int, environment: dict[str, str]) -> dict[str, Any]:
        """Run a step in a process that has the benchmark's settings; return what it found out."""
        command = [sys.executable, str(MANAGE), "bench", "--step", step, "--pages", str(pages)]
        answer = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=False)
        if answer.returncode:
            raise CommandError(f"The step “{step}” failed.")
        found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
        return found

    def _run_step(self, step: str, pages: int) -> None:
        from home.bench import pages as bench_pages
        from home.bench import steps

        if step == "fill":
            try:
                bench_pages.fill(pages, self.stderr.write)
            except bench_pages.ForeignDatabaseError as error:
                raise CommandError(str(error)) from error
        found = steps.describe()
        if step == "count":
            found = steps.count_queries(found["addresses"], found["cookie"])
        self.stdout.write(json.dumps(found))

    def _measure(self, folder: Path, environment: dict[str, str], found: dict[str, Any]) -> list[dict[str, Any]]:
        """Start the servers, measure all pages in all states and return the rows of the table."""
        # Here, since psutil is a tool for development that a running site does not have.
        from home.bench.load import LoadGenerator
        from home.bench.measure import Subject, measure
        from home.bench.server import serve
        from home.bench.weight import weigh

        with ExitStack() as stack:
            bare_server = stack.enter_context(serve("home.bench.hello", folder / "hello.log", {}))
            making = stack.enter_context(serve("exchange.wsgi", folder / "making.log", environment))
            keeping_environment = {**environment, "VISITOR_CACHE_SECONDS": KEEP_SECONDS}
            keeping = stack.enter_context(serve("exchange.wsgi", folder / "keeping.log", keeping_environment))
            load = stack.enter_context(LoadGenerator())
            bare = Subject("bare view", "", bare_server, "/", {})
            cookie = {"Cookie": found["cookie"]}
            subjects = [
                Subject(page, state, server, address, headers)
                for page, address in found["addresses"].items()
                for state, server, headers in (
                    ("visitor, kept", keeping, {}),
                    ("visitor, made", making, {}),
                    ("signed in", keeping, cookie),
                )
                if headers or page not in MEMBERS_PAGES
            ]
            for subject in subjects:
                subject.weight = weigh(subject.server.port, subject.address, subject.headers)
                if subject.state != "visitor, kept":
                    subject.queries = found["queries"]["member" if subject.headers else "visitor"][subject.page]
            measure([bare, *subjects], load, self.stderr.write)
            cost = bare.result(1.0)["cpu_ms"] / 1000
            return [subject.result(cost) for subject in (bare, *subjects)]

    def _print(self, report: dict[str, Any]) -> None:
        versions = f"Python {report['python']}, Django {report['django']}, Wagtail {report['wagtail']}"
        self.stdout.write(
            f"\n{report['pages']} reports on {report['database']}; {versions}; {report['processors']} cores\n\n"
        )
        self.stdout.write(" ".join(f"{title:{form.split('.')[0].rstrip('d')}}" for _name, title, form in COLUMNS))
        for row in report["results"]:
            cells = (
                f"{row[name]:{form}}" if row[name] is not None else f"{'':{form.split('.')[0].rstrip('d')}}"
                for name, _title, form in COLUMNS
            )
            self.stdout.write(" ".join(cells))
