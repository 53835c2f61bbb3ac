"""The municipalities that take part, with their map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.german import german_slug
from exchange.municipalities.mapping import MapPoint, MapStyle, layout_map
from exchange.municipalities.models import Municipality, MunicipalityQuerySet
from exchange.municipalities.naming import sort_key
from exchange.pages.models import ExchangePage
from exchange.pages.templatetags.exchange_tags import quantity
from exchange.spaces.counties import County, FederalState, by_state, participating_counties

NOT_YET = "#noch-nicht-dabei"
MOST_LISTED = 300  # municipalities on one page: no county has more
MAP_STYLE = MapStyle(width=640, padding=28, font_size=17, most_radius=20, least_radius=5)
LARGE_MAP_STYLE = MapStyle(width=640, padding=28, font_size=17, most_radius=14, least_radius=3)


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
    """The list and the map made of it.

    Where more municipalities could be listed than one looks through (``is_large``), ``states`` leads to them by
    county, until one has chosen a ``county`` or asked for a name. ``unlisted``: how many more have that name.
    """

    entries: list[DirectoryEntry]
    map: DirectoryMap | None
    joined: int
    text: str
    is_large: bool = False
    states: tuple[FederalState, ...] = ()
    county: County | None = None
    unlisted: int = 0

    @property
    def joined_entries(self) -> list[DirectoryEntry]:
        """Those with a space."""
        return [entry for entry in self.entries if entry.url]

    @property
    def spans_counties(self) -> bool:
        """Whether one must say in which county each of the municipalities lies."""
        return self.is_large and self.county is None

    @property
    def state_chips(self) -> list[dict[str, Any]]:
        """The federal states, each with a link to its counties on the same page."""
        return [
            {"title": state.name, "url": f"#{state.anchor}", "note": quantity(state.joined)} for state in self.states
        ]

    @property
    def has_others(self) -> bool:
        """Whether the map shows some that do not take part."""
        return any(not entry.url for entry in self.entries)

    @property
    def other_entries(self) -> list[DirectoryEntry]:
        """Those that could join."""
        return [entry for entry in self.entries if not entry.url]


def read_directory(user: Any, *, text: str = "", county: str = "") -> Directory:
    """Municipalities with a space and those of the same counties that could join, by name.

    ``text`` keeps those whose name contains it; where there are very many, ``county`` those of one county by its key,
    and without either the counties are listed. Counts are of what this person may see. A fixed number of queries.
    """
    text = text.replace("\0", "").strip()
    counties = participating_counties()
    joined = sum(each.joined for each in counties)
    municipalities = Municipality.objects.filter(county_ags__in=[each.key for each in counties])
    found = _named(municipalities, text) if text else municipalities
    if sum(each.total for each in counties) <= MOST_LISTED:
        entries = _entries(found, user)
        return Directory(entries, _map(entries), joined, text)
    if text:
        entries = _entries(found[:MOST_LISTED], user)
        unlisted = found.count() - MOST_LISTED if len(entries) == MOST_LISTED else 0
        states = by_state(each for each in counties if not each.is_town and each.is_called(text))
        return Directory(entries, _map(entries), joined, text, is_large=True, states=tuple(states), unlisted=unlisted)
    chosen = next((each for each in counties if each.key == county), None)
    if chosen is None:
        return Directory([], _map_of_counties(counties), joined, text, is_large=True, states=tuple(by_state(counties)))
    entries = _entries(municipalities.in_county(chosen.key), user)
    return Directory(entries, _map(entries), joined, text, is_large=True, county=chosen)


def _named(municipalities: MunicipalityQuerySet, text: str) -> MunicipalityQuerySet:
    """Those whose name contains the text, with umlauts as such, written out or without their dots."""
    key, slug = sort_key(text), german_slug(text)
    if not key or not slug:
        return municipalities.none()
    return municipalities.filter(Q(sort_name__contains=key) | Q(slug__contains=slug))


def _entries(municipalities: MunicipalityQuerySet, user: Any) -> list[DirectoryEntry]:
    from exchange.spaces.models import MunicipalityPage

    listed = list(municipalities)
    keys = [municipality.pk for municipality in listed]
    pages = list(
        MunicipalityPage.objects.live().filter(municipality__in=keys).only("municipality_id", "url_path", "depth")
    )
    spaces = {page.municipality_id: page.list_url for page in pages}
    # What stands in a space; questions that its people ask stand in the forum, which is no deeper than the spaces.
    depth = min((page.depth for page in pages), default=0)
    counted = {
        row["municipality_id"]: row
        for row in ExchangePage.objects.contributions()
        .visible_to(user)
        .filter(depth__gt=depth, municipality__in=list(spaces))
        .order_by()
        .values("municipality_id")
        .annotate(number=Count("pk"), newest=Max("first_published_at"))
    }
    return [
        DirectoryEntry(
            municipality=municipality,
            url=spaces.get(municipality.pk),
            contributions=counted.get(municipality.pk, {}).get("number", 0),
            newest=counted.get(municipality.pk, {}).get("newest"),
        )
        for municipality in listed
    ]


def report_count(number: int) -> str:
    """„12 Berichte“, in words where there is none."""
    if not number:
        return _("no report yet")
    return ngettext("%(number)d report", "%(number)d reports", number) % {"number": number}


def _map(entries: list[DirectoryEntry]) -> DirectoryMap | None:
    """Circles and labels at the places of the municipalities whose coordinates are known."""
    return _drawn(
        [
            (
                MapPoint(
                    latitude=float(entry.municipality.latitude),
                    longitude=float(entry.municipality.longitude),
                    population=entry.municipality.population,
                    label=entry.municipality.name,
                ),
                {
                    "title": entry.municipality.name,
                    # The places without a space lead to their names in the list.
                    "url": entry.url or NOT_YET,
                    "note": report_count(entry.contributions) if entry.url else _("not yet"),
                    "joined": entry.url is not None,
                },
            )
            for entry in entries
            if entry.municipality.latitude is not None and entry.municipality.longitude is not None
        ]
    )


def _map_of_counties(counties: list[County]) -> DirectoryMap | None:
    """Circles in the middle of the counties."""
    return _drawn(
        [
            (
                MapPoint(county.latitude, county.longitude, county.population, label=county.name),
                {"title": county.name, "url": county.url, "note": county.note, "joined": True},
            )
            for county in counties
            if county.latitude is not None and county.longitude is not None
        ],
        LARGE_MAP_STYLE,
    )


def _drawn(places: list[tuple[MapPoint, dict[str, Any]]], style: MapStyle = MAP_STYLE) -> DirectoryMap | None:
    if not places:
        return None
    layout = layout_map([point for point, _place in places], style)
    drawn = [
        {
            **place,
            "x": point.x,
            "y": point.y,
            "r": point.radius,
            "label": point.show_label,
            "dx": point.label_x - point.x,
            "dy": point.label_y - point.y,
            "anchor": point.label_anchor,
        }
        for (_point, place), point in zip(places, layout.places, strict=True)
    ]
    return DirectoryMap(view_box=f"0 0 {layout.width} {layout.height}", places=drawn)
