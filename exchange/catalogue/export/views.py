"""The page „Offene Daten“ and its files: the same for everybody, members see no more here than visitors do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange import page_cache
from exchange.catalogue.export.documents import json_of
from exchange.catalogue.export.files import ADOPTIONS, CATALOGUE, JSON_LD, SOLUTIONS, TURTLE, files_on
from exchange.catalogue.export.records import adoption_records, last_changes, numbers, solution_records
from exchange.catalogue.export.tables import adoptions_csv, solutions_csv
from exchange.catalogue.export.terms import DATA_LICENCE, DATA_LICENCE_URI, publisher_name
from exchange.pages.breadcrumb import trail


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """What there is, in which formats, under which licence."""
    solutions, adoptions = numbers()
    changes = last_changes()
    context = {
        "solutions": {"number": solutions, "changed": changes.solutions, "files": files_on(SOLUTIONS)},
        "adoptions": {"number": adoptions, "changed": changes.adoptions, "files": files_on(ADOPTIONS)},
        "catalogue_files": files_on(CATALOGUE),
        "licence": DATA_LICENCE,
        "publisher": publisher_name(),
        "breadcrumb": trail((_("Open data"), reverse("catalogue:open_data"))),
    }
    return render(request, "catalogue/open_data.html", context)


@require_safe
def solutions_json(request: HttpRequest) -> HttpResponse:
    """All solutions as JSON."""
    return _file(
        "loesungen.json",
        "application/json",
        lambda: json_of("solutions", solution_records(), publisher=publisher_name(), modified=last_changes().solutions),
    )


@require_safe
def solutions_table(request: HttpRequest) -> HttpResponse:
    """All solutions for spreadsheets."""
    return _file("loesungen.csv", "text/csv; charset=utf-8", lambda: solutions_csv(solution_records()))


@require_safe
def adoptions_json(request: HttpRequest) -> HttpResponse:
    """Who uses what as JSON."""
    return _file(
        "nachnutzung.json",
        "application/json",
        lambda: json_of("adoptions", adoption_records(), publisher=publisher_name(), modified=last_changes().adoptions),
    )


@require_safe
def adoptions_table(request: HttpRequest) -> HttpResponse:
    """Who uses what for spreadsheets."""
    return _file("nachnutzung.csv", "text/csv; charset=utf-8", lambda: adoptions_csv(adoption_records()))


@require_safe
def catalogue_turtle(request: HttpRequest) -> HttpResponse:
    """The catalogue as Turtle."""
    return _file("katalog.ttl", "text/turtle; charset=utf-8", partial(_catalogue, TURTLE))


@require_safe
def catalogue_jsonld(request: HttpRequest) -> HttpResponse:
    """The catalogue as JSON-LD."""
    return _file("katalog.jsonld", "application/ld+json", partial(_catalogue, JSON_LD))


def _catalogue(syntax: str) -> str:
    # rdflib takes a quarter of a second to load, which every process and every command would pay for.
    from exchange.catalogue.export.dcat import catalogue_graph, serialised

    graph = catalogue_graph(solution_records(), publisher=publisher_name(), changes=last_changes())
    return serialised(graph, syntax)


def _file(name: str, content_type: str, make: Callable[[], str]) -> HttpResponse:
    """The file, made once for all readers until something changes.

    Without Content-Disposition, so that visitors' files are kept like pages; the address ends in the file's name. What
    is too large for that, and what members ask for, is kept here.
    """
    key = f"open-data:{page_cache.generation()}:{name}"
    content: str | None = cache.get(key)
    if content is None:
        content = make()
        cache.set(key, content, timeout=settings.VISITOR_CACHE_SECONDS)
    response = HttpResponse(content, content_type=content_type)
    response.headers["Link"] = f'<{DATA_LICENCE_URI}>; rel="license"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response
