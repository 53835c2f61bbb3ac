"""The counties in which municipalities take part: how one finds one's way where they are too many for one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Avg, Count, Min, Sum
from django.utils.translation import gettext as _

from exchange.municipalities.models import Municipality
from exchange.municipalities.naming import sort_key
from exchange.pages.breadcrumb import address_of

COUNTY = "kreis"  # in the address, with the county's key


@dataclass(frozen=True, slots=True)
class County:
    """A county with how many of its municipalities take part, of how many; ``url`` leads to these.

    A town that is a county by itself leads to its own space.
    """

    key: str
    name: str
    state: str
    state_key: str
    url: str
    joined: int
    total: int
    population: int | None
    latitude: float | None
    longitude: float | None

    @property
    def is_town(self) -> bool:
        """Whether it is a town that belongs to no county."""
        return self.total == 1

    def is_called(self, text: str) -> bool:
        """Whether the text is a part of its name."""
        key = sort_key(text)
        return bool(key) and key in sort_key(self.name)

    @property
    def note(self) -> str:
        """What stands beside the name: „3 von 51“, or that it is a town by itself."""
        if self.is_town:
            return _("town without a county")
        return _("%(joined)d of %(total)d") % {"joined": self.joined, "total": self.total}


@dataclass(frozen=True, slots=True)
class FederalState:
    """A federal state with those of its counties in which municipalities take part."""

    name: str
    counties: list[County]

    @property
    def anchor(self) -> str:
        """Where its counties stand on the page."""
        return f"land-{self.counties[0].state_key}"

    @property
    def joined(self) -> int:
        """How many municipalities of the state take part."""
        return sum(county.joined for county in self.counties)


def participating_counties() -> list[County]:
    """All counties in which a municipality takes part, by state and name; two queries, however many."""
    from exchange.spaces.models import MunicipalityPage

    spaces = MunicipalityPage.objects.live().order_by().values_list("municipality__county_ags")
    joined = {key: (number, path) for key, number, path in spaces.annotate(number=Count("pk"), path=Min("url_path"))}
    rows = (
        Municipality.objects.filter(county_ags__in=joined)
        .order_by()
        .values_list("county_ags")
        .annotate(
            county_name=Min("county"),
            town=Min("name"),
            in_state=Min("state"),
            state_key=Min("state_ags"),
            total=Count("pk"),
            inhabitants=Sum("population"),
            north=Avg("latitude"),
            east=Avg("longitude"),
        )
    )
    counties = [
        County(
            key=key,
            name=town if total == 1 else name or town,
            state=state,
            state_key=state_key,
            url=address_of(joined[key][1]) if total == 1 else f"?{COUNTY}={key}",
            joined=joined[key][0],
            total=total,
            population=inhabitants,
            latitude=None if north is None else float(north),
            longitude=None if east is None else float(east),
        )
        for key, name, town, state, state_key, total, inhabitants, north, east in rows
    ]
    return sorted(counties, key=lambda county: (county.state_key, sort_key(county.name), county.key))


def by_state(counties: Iterable[County]) -> list[FederalState]:
    """The counties, in the order of their states, by state."""
    return [FederalState(name, list(group)) for name, group in groupby(counties, key=lambda county: county.state)]
