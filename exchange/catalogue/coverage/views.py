"""The page of the matrix and its file."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from exchange import page_cache
from exchange.catalogue.coverage.export import csv_of
from exchange.catalogue.coverage.matrix import Matrix, coverage
from exchange.catalogue.coverage.table import LegendItem, Table, legend_of, table_of
from exchange.municipalities.enums import SizeClass
from exchange.pages.breadcrumb import trail

ROWS_PER_PAGE = 100
TOPIC, SIZE, ONLY, KNOWN = "thema", "groesse", "nur", "bekannt"
# Columns that a sheet of A4 in landscape has room for.
COLUMNS_ON_PAPER = 36


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen filters."""

    topic: str
    size: SizeClass | None
    known_only: bool

    def matrix(self, user: Any) -> Matrix:
        """What this person may see of the matrix with these filters."""
        return coverage(user, topic=self.topic, size=self.size, known_only=self.known_only)

    def query(self) -> str:
        """The filters as they stand in an address, with their question mark; empty where none is chosen."""
        chosen = {
            TOPIC: self.topic,
            SIZE: self.size.value if self.size else "",
            ONLY: KNOWN if self.known_only else "",
        }
        query = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{query}" if query else ""


def _choice(parameters: QueryDict) -> Choice:
    """The filters out of an address; sizes that nobody offers count as not chosen, and so do topics in the matrix."""
    size = parameters.get(SIZE, "")
    return Choice(
        topic=parameters.get(TOPIC, ""),
        size=SizeClass(size) if size in SizeClass.values else None,
        known_only=parameters.get(ONLY) == KNOWN,
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of the matrix."""

    topic: str
    topics: dict[str, str]
    table: Table | None
    legend: list[LegendItem]
    rows: int
    columns: int
    entries: int


def _shown(choice: Choice, page: str, user: Any) -> Shown:
    """The table for all members or for all visitors, kept until something changes on the site (see page_cache)."""
    is_member = bool(getattr(user, "is_member", False))
    asked = hashlib.blake2b(f"{choice.query()} {page}".encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    key = f"coverage:{page_cache.generation()}:{is_member}:{asked}"
    shown: Shown | None = cache.get(key)
    if shown is None:
        shown = _make(choice, page, user)
        # Not what nobody offers: there are more of such addresses than the cache has room for.
        if shown.topic == choice.topic and page in ("", *map(str, range(1, -(-shown.rows // ROWS_PER_PAGE) + 1))):
            cache.set(key, shown, settings.MEMBER_CACHE_SECONDS)
    return shown


def _make(choice: Choice, page: str, user: Any) -> Shown:
    matrix = choice.matrix(user)
    rows = Paginator(matrix.rows, ROWS_PER_PAGE).get_page(page)
    return Shown(
        topic=choice.topic if choice.topic in matrix.topics else "",
        topics=matrix.topics,
        table=table_of(matrix, list(rows)) if matrix else None,
        legend=legend_of(matrix),
        rows=len(matrix.rows),
        columns=len(matrix.columns),
        entries=matrix.total,
    )


@require_safe
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Which municipality knows something about which service, with pages of a hundred municipalities."""
    choice = _choice(request.GET)
    shown = _shown(choice, request.GET.get("page", ""), request.user)
    choice = replace(choice, topic=shown.topic)
    page_obj = Paginator(range(shown.rows), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    address = reverse("catalogue:coverage")
    # The pagination builds its links out of these; whatever was not understood must not be carried along.
    parameters = QueryDict(choice.query().removeprefix("?"), mutable=True)
    parameters["page"] = str(page_obj.number)
    request.GET = parameters  # type: ignore[assignment]
    context = {
        "shown": shown,
        "page_obj": page_obj,
        "choice": choice,
        "sizes": SizeClass,
        "address": address,
        "csv_address": reverse("catalogue:coverage_csv") + choice.query(),
        "too_wide_for_paper": shown.columns > COLUMNS_ON_PAPER,
        "breadcrumb": trail((_("Services"), reverse("catalogue:services")), (_("Coverage"), address)),
    }
    return render(request, "catalogue/coverage.html", context)


@require_safe
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The whole matrix with the same filters, for spreadsheets.

    Without Content-Disposition, so that visitors' files are kept like pages; the address ends in the file's name.
    """
    matrix = _choice(request.GET).matrix(request.user)
    response = HttpResponse(csv_of(matrix), content_type="text/csv; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    return response
