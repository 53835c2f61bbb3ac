"""The order of the apps, read from the imports, and the shape of the repository."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)

# From the top; an app imports what stands below it, never what stands above or beside it.
LAYERS = (
    {"home"},
    {"search"},
    {"exchange.catalogue"},
    {"exchange.notifications"},
    {"exchange.citizens"},
    {"exchange.moderation"},
    {"exchange.events", "exchange.discussions", "exchange.reports"},
    {"exchange.solutions"},
    {"exchange.spaces"},
    {"exchange.pages"},
    {"exchange.members"},
    {"exchange.ozg", "exchange.municipalities"},
)
LAYER_OF = {app: number for number, apps in enumerate(LAYERS) for app in apps}
# Tools that every app may use and that know none of them.
TOOLS = {
    "exchange.env",
    "exchange.german",
    "exchange.guard",
    "exchange.page_cache",
    "exchange.policy",
    "exchange.static_files",
    "exchange.tabular",
}
# Where everything is put together.
COMPOSITION = ("exchange/settings", "exchange/urls.py", "exchange/wsgi.py")
TEST_MODULES = ("tests", "factory", "pytest", "hypothesis", "playwright", "*.tests", "*.tests.*", "*.factories")
TOP_LEVEL = {
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "docs",
    "exchange",
    "home",
    "manage.py",
    "package-lock.json",
    "package.json",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements-node.txt",
    "requirements.txt",
    "search",
    "templates",
    "tests",
}


def runtime_files() -> list[Path]:
    """The Python that runs the site."""
    return sorted(path for folder in ("exchange", "home", "search") for path in (BASE / folder).rglob("*.py"))


def imported_modules(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of everything imported, wherever it stands; ``from a import b`` counts as ``a`` and ``a.b``.

    Imports for type checkers alone do not run and are left out.
    """
    tree = ast.parse(source)
    unseen = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in unseen:
            continue
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield node.lineno, module
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def app_of(module: str) -> str | None:
    """The app to which a dotted name belongs; a tool or module of the project itself is its own."""
    parts = module.split(".")
    if parts[0] == "exchange":
        return ".".join(parts[:2]) if len(parts) > 1 else None
    return parts[0] if parts[0] in ("home", "search") else None


def forbidden_imports(name: str, source: str) -> list[str]:
    """What a file may not import, with the reason; ``name`` is its path from the top of the repository."""
    own = app_of(name.removesuffix(".py").replace("/", "."))
    faults = []
    for line, module in imported_modules(source):
        other = app_of(module)
        if module.startswith("."):
            faults.append(f"{name}:{line}: {module}: relative; write the whole name")
        if any(fnmatch(module, pattern) for pattern in TEST_MODULES) or module.startswith("tests."):
            faults.append(f"{name}:{line}: {module} is for tests")
        if name.startswith(COMPOSITION) or other is None or other == own or other in TOOLS:
            continue
        if own in TOOLS:
            faults.append(f"{name}:{line}: {own} is a tool and must not know {other}")
        elif other not in LAYER_OF:
            faults.append(f"{name}:{line}: {other} puts the apps together and is not for them")
        elif own is None or LAYER_OF[own] >= LAYER_OF[other]:
            faults.append(f"{name}:{line}: {own} must not know {other}, which stands above or beside it")
    return sorted(set(faults))


def test_imports_run_downwards() -> None:
    faults = [
        fault
        for path in runtime_files()
        for fault in forbidden_imports(str(path.relative_to(BASE)), path.read_text(encoding="utf-8"))
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_every_app_and_tool_has_its_place() -> None:
    packages = {f"exchange.{path.parent.name}" for path in BASE.glob("exchange/*/__init__.py")} - {"exchange.settings"}
    modules = {f"exchange.{path.stem}" for path in BASE.glob("exchange/*.py")} - {
        "exchange.__init__",
        "exchange.urls",
        "exchange.wsgi",
    }
    assert packages <= LAYER_OF.keys()
    assert modules <= TOOLS
    installed = {app for app in settings.INSTALLED_APPS if app in LAYER_OF}
    assert packages <= installed


@pytest.mark.parametrize(
    ("name", "source", "allowed"),
    [
        ("home/views.py", "from exchange.reports.models import ReportPage", True),
        ("exchange/reports/models.py", "from exchange.pages.models import ExchangePage", True),
        ("exchange/reports/models.py", "from exchange.reports import enums", True),
        ("exchange/pages/models.py", "from exchange.german import german_slug", True),
        ("exchange/pages/models.py", "if TYPE_CHECKING:\n    from exchange.reports.models import ReportPage", True),
        ("exchange/urls.py", "from exchange.pages.views import image_file", True),
        ("exchange/pages/models.py", "from exchange.reports.models import ReportPage", False),
        ("exchange/pages/models.py", "def f():\n    from exchange.reports.models import ReportPage", False),
        ("exchange/pages/models.py", "import exchange.reports.models", False),
        ("exchange/pages/models.py", "from exchange import reports", False),
        ("exchange/pages/models.py", "from home import models", False),
        ("exchange/ozg/models.py", "from exchange.municipalities.models import Municipality", False),
        ("exchange/ozg/models.py", "from . import enums", False),
        ("exchange/pages/views.py", "from exchange.urls import urlpatterns", False),
        ("exchange/german.py", "from exchange.pages.models import Tag", False),
        ("home/demo/people.py", "from tests.factories import UserFactory", False),
        ("exchange/reports/demo.py", "import factory", False),
    ],
)
def test_the_rule_sees(name: str, source: str, allowed: bool) -> None:
    assert (forbidden_imports(name, source) == []) is allowed


def test_nothing_else_lies_at_the_top() -> None:
    """Tools' dot-files and what git ignores apart; a copy without git is judged by what git knows to ignore too."""
    names = {path.name for path in BASE.iterdir() if not path.name.startswith(".")} - TOP_LEVEL
    if names and (BASE / ".git").exists():
        ignored = subprocess.run(
            ["git", "check-ignore", *sorted(names)], cwd=BASE, capture_output=True, text=True, check=False
        )
        names -= set(ignored.stdout.split())
    assert names <= ({"var", "node_modules"} if not (BASE / ".git").exists() else set())


def test_migrations_reach_apps_only_through_the_state() -> None:
    """A migration that imports models breaks as soon as the models change."""
    faults = [
        f"{path.relative_to(BASE)}:{line}: {module}"
        for path in runtime_files()
        if path.parent.name == "migrations"
        for line, module in imported_modules(path.read_text(encoding="utf-8"))
        if ".models" in module and app_of(module)
    ]
    assert not faults, "\n" + "\n".join(faults)
