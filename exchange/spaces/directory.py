"""The municipalities that take part, with their map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.municipalities.mapping import MapPoint, MapStyle, layout_map
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangePage

NOT_YET = "#noch-nicht-dabei"
MAP_STYLE = MapStyle(width=640, padding=28, font_size=17, most_radius=20, least_radius=5)


@dataclass(frozen=True)
class DirectoryEntry:
    """A municipality in the list: its space (None before joining) and what it has written."""

    municipality: Municipality
    url: str | None
    contributions: int
    newest: Any


@dataclass(frozen=True)
class DirectoryMap:
    """What the map component draws."""

    view_box: str
    places: list[dict[str, Any]]


@dataclass(frozen=True)
class Directory:
    """The list and the map made of it."""

    entries: list[DirectoryEntry]
    map: DirectoryMap | None
    joined: int
    text: str

    @property
    def joined_entries(self) -> list[DirectoryEntry]:
        """Those with a space."""
        return [entry for entry in self.entries if entry.url]

    @property
    def other_entries(self) -> list[DirectoryEntry]:
        """Those that could join."""
        return [entry for entry in self.entries if not entry.url]


def directory_entries(user: Any, *, text: str = "") -> Directory:
    """Municipalities with a space and those of the same counties that could join, by name.

    ``text`` keeps those whose name contains it. Counts are of what this person may see. Three queries, however many.
    """
    from exchange.spaces.models import MunicipalityPage

    pages = list(MunicipalityPage.objects.live().only("municipality_id", "url_path", "depth"))
    spaces = {page.municipality_id: page.list_url for page in pages}
    # What stands in a space; questions that its people ask stand in the forum, which is no deeper than the spaces.
    depth = min((page.depth for page in pages), default=0)
    counted = {
        row["municipality_id"]: row
        for row in ExchangePage.objects.contributions()
        .visible_to(user)
        .filter(depth__gt=depth)
        .order_by()
        .values("municipality_id")
        .annotate(number=Count("pk"), newest=Max("first_published_at"))
    }
    counties = Municipality.objects.filter(pk__in=list(spaces)).values("county_ags")
    municipalities = Municipality.objects.filter(county_ags__in=counties)
    if text.strip():
        municipalities = municipalities.filter(name__icontains=text.strip().replace("\0", ""))
    entries = [
        DirectoryEntry(
            municipality=municipality,
            url=spaces.get(municipality.pk),
            contributions=counted.get(municipality.pk, {}).get("number", 0),
            newest=counted.get(municipality.pk, {}).get("newest"),
        )
        for municipality in municipalities
    ]
    return Directory(entries=entries, map=_map(entries), joined=len(spaces), text=text)


def report_count(number: int) -> str:
    """„12 Berichte“, in words where there is none."""
    if not number:
        return _("no report yet")
    return ngettext("%(number)d report", "%(number)d reports", number) % {"number": number}


def _map(entries: list[DirectoryEntry]) -> DirectoryMap | None:
    """Circles and labels at the places of the municipalities whose coordinates are known."""
    shown = [entry for entry in entries if entry.municipality.latitude is not None]
    if not shown:
        return None
    layout = layout_map(
        [
            MapPoint(
                latitude=float(entry.municipality.latitude or 0),
                longitude=float(entry.municipality.longitude or 0),
                population=entry.municipality.population,
                label=entry.municipality.name,
            )
            for entry in shown
        ],
        MAP_STYLE,
    )
    places = [
        {
            "title": entry.municipality.name,
            # The places without a space lead to their names in the list.
            "url": entry.url or NOT_YET,
            "note": report_count(entry.contributions) if entry.url else _("not yet"),
            "joined": entry.url is not None,
            "x": point.x,
            "y": point.y,
            "r": point.radius,
            "label": point.show_label,
            "dx": point.label_x - point.x,
            "dy": point.label_y - point.y,
            "anchor": point.label_anchor,
        }
        for entry, point in zip(shown, layout.places, strict=True)
    ]
    return DirectoryMap(view_box=f"0 0 {layout.width} {layout.height}", places=places)
