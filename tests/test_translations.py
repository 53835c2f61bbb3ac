"""The interface is German throughout, and the tool that says so sees what is missing."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from home import translations

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def test_every_text_has_its_german() -> None:
    found = translations.problems()
    assert not found, "\n" + "\n".join(map(str, found))


def test_the_sources_are_read() -> None:
    used = translations.used_texts()
    folders = {place.split("/")[0] for places in used.values() for place in places}
    assert folders == {"exchange", "home", "search", "templates"}
    assert len(translations.catalogue_files()) > 5


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with one app; its texts and translations are the test's own."""
    monkeypatch.setattr(translations, "BASE", tmp_path)
    for folder in ("exchange/reports", "home", "search", "templates/reports"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "__init__.py").touch()
    return tmp_path


def translate(project: Path, app: str, entries: str) -> Path:
    """Write a catalogue and return its path."""
    path = project / app / translations.FOLDER / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEADER + entries, encoding="utf-8")
    return path


def test_reads_all_forms_of_python_and_templates(project: Path) -> None:
    (project / "exchange/reports/models.py").write_text(
        '_("one " "sentence")\ngettext_lazy("lazy")\npgettext("context", "with context")\n'
        'ngettext("%(n)s day", "%(n)s days", 1)\n'
        'def f():\n    """_("in a docstring")"""\n    return gettext("indented")\n'
    )
    (project / "templates/reports/list.html").write_text(
        '{% if a %}\n    <p>{% translate "tag" %}</p>\n  {% endif %}{{ x|default:_("filter") }}\n'
        "{% blocktranslate trimmed count n=1 %}\n  {{ n }} page\n"
        "{% plural %}\n  {{ n }} pages\n{% endblocktranslate %}\n"
        '{% translate "short" context "abbreviation" %}{# _("a comment") #}'
    )
    assert translations.used_texts() == {
        ("", "one sentence"): ["exchange/reports/models.py:1"],
        ("", "lazy"): ["exchange/reports/models.py:2"],
        ("context", "with context"): ["exchange/reports/models.py:3"],
        ("", "%(n)s day"): ["exchange/reports/models.py:4"],
        ("", "indented"): ["exchange/reports/models.py:7"],
        ("", "tag"): ["templates/reports/list.html:2"],
        ("", "filter"): ["templates/reports/list.html:3"],
        ("", "%(n)s page"): ["templates/reports/list.html:4"],
        ("abbreviation", "short"): ["templates/reports/list.html:9"],
    }


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        ('msgid "%(name)s joined"\nmsgstr "%(name)s ist dabei"\n', []),
        ("", ["missing"]),
        ('msgid "%(name)s joined"\nmsgstr ""\n', ["empty"]),
        ('msgid "%(name)s joined"\nmsgstr "%(names)s sind dabei"\n', ["other placeholders"]),
        ('#, fuzzy\nmsgid "%(name)s joined"\nmsgstr "%(name)s ist dabei"\n', ["fuzzy"]),
        ('msgid "%(name)s joined"\nmsgstr "%(name)s ist dabei"\n\nmsgid "gone"\nmsgstr "weg"\n', ["unused"]),
    ],
)
def test_names_what_is_wrong(project: Path, entries: str, kinds: list[str]) -> None:
    (project / "templates/reports/list.html").write_text("{% blocktranslate %}{{ name }} joined{% endblocktranslate %}")
    translate(project, "exchange/reports", entries)
    found = translations.problems()
    assert [problem.kind for problem in found] == kinds
    assert {problem.catalogue for problem in found} <= {"exchange/reports/locale/de/LC_MESSAGES/django.po"}


def test_one_text_has_one_translation(project: Path) -> None:
    (project / "home/views.py").write_text('_("Review it")')
    translate(project, "home", 'msgid "Review it"\nmsgstr "Prüfen"\n')
    translate(project, "search", 'msgid "Review it"\nmsgstr "Begutachten"\n')
    assert [problem.kind for problem in translations.problems()] == ["translated differently elsewhere"]


def test_what_wagtail_translates_needs_no_translation_of_ours(project: Path) -> None:
    (project / "home/views.py").write_text('_("Collection")')
    assert translations.problems() == []


def test_plurals_may_leave_out_the_number_in_the_singular(project: Path) -> None:
    (project / "home/views.py").write_text('ngettext("%(n)s open point", "%(n)s open points", 2)')
    entry = 'msgid "%(n)s open point"\nmsgid_plural "%(n)s open points"\nmsgstr[0] "%(n)s Punkt"\nmsgstr[1] "{}"\n'
    translate(project, "home", entry.format("%(n)s Punkte"))
    assert translations.problems() == []
    translate(project, "home", entry.format("Punkte"))
    assert [problem.kind for problem in translations.problems()] == ["other placeholders"]


def test_compiles_what_changed_and_nothing_else(project: Path) -> None:
    source = translate(project, "home", 'msgid "Review"\nmsgstr "Prüfung"\n')
    written = translations.compile_catalogues()
    assert written == [source.with_suffix(".mo")]
    with written[0].open("rb") as binary:
        assert gettext.GNUTranslations(binary).gettext("Review") == "Prüfung"
    assert translations.compile_catalogues() == []


def test_command_fails_on_a_missing_text(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "home/views.py").write_text('_("nobody translated this")')
    with pytest.raises(CommandError):
        call_command("check_translations")
    assert "nobody translated this" in capsys.readouterr().out
