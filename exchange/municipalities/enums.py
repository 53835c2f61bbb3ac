"""Kinds and sizes of municipalities."""

from __future__ import annotations

from django.db import models
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a municipality is in law: the kinds that the official register (GV100AD, Textkennzeichen) tells apart."""

    CITY = "city", _("Town")
    LARGE_COUNTY_TOWN = "large_county_town", _("Large county town")
    COUNTY_FREE_CITY = "county_free_city", _("County-free city")
    URBAN_COUNTY = "urban_county", _("Urban county")
    MUNICIPALITY = "municipality", _("Municipality without town rights")
    MARKET = "market", _("Market town")


class SizeClass(models.TextChoices):
    """City and municipality types of the BBSR by population.

    Source: Bundesinstitut für Bau-, Stadt- und Raumforschung, „Laufende Stadtbeobachtung: Stadt- und Gemeindetypen
    in Deutschland“. The BBSR also weighs the central function and the association of a municipality; here only the
    population counts, so that the class can be read off the register.
    """

    RURAL = "rural", _("Rural municipality")
    SMALL_TOWN = "small_town", _("Small town, smaller type")
    SMALL_TOWN_LARGER = "small_town_larger", _("Small town, larger type")
    MEDIUM_TOWN = "medium_town", _("Medium-sized town, smaller type")
    MEDIUM_TOWN_LARGER = "medium_town_larger", _("Medium-sized town, larger type")
    CITY = "city", _("City, smaller type")
    CITY_LARGER = "city_larger", _("City, larger type")

    @classmethod
    def for_population(cls, population: int | None) -> SizeClass | None:
        """The class of a number of inhabitants; None when the number is not known. Raises ValueError below zero."""
        if population is None:
            return None
        if population < 0:
            raise ValueError(f"A population cannot be negative: {population}")
        return next(size for size in reversed(cls) if population >= size.lower_bound)

    @property
    def lower_bound(self) -> int:
        """The least number of inhabitants of the class."""
        return _LOWER_BOUNDS[self]

    @property
    def upper_bound(self) -> int | None:
        """The number of inhabitants at which the next class begins; None for the last one."""
        following = list(SizeClass)[list(SizeClass).index(self) + 1 :]
        return following[0].lower_bound if following else None

    @property
    def description(self) -> str:
        """Label with the range, for filters and legends: "Rural municipality (under 5,000 inhabitants)"."""
        lower = number_format(self.lower_bound, use_l10n=True, force_grouping=True)
        if self.upper_bound is None:
            return gettext("%(label)s (%(lower)s inhabitants and more)") % {"label": self.label, "lower": lower}
        upper = number_format(self.upper_bound, use_l10n=True, force_grouping=True)
        if self.lower_bound == 0:
            return gettext("%(label)s (under %(upper)s inhabitants)") % {"label": self.label, "upper": upper}
        return gettext("%(label)s (%(lower)s to under %(upper)s inhabitants)") % {
            "label": self.label,
            "lower": lower,
            "upper": upper,
        }


_LOWER_BOUNDS = {
    SizeClass.RURAL: 0,
    SizeClass.SMALL_TOWN: 5_000,
    SizeClass.SMALL_TOWN_LARGER: 10_000,
    SizeClass.MEDIUM_TOWN: 20_000,
    SizeClass.MEDIUM_TOWN_LARGER: 50_000,
    SizeClass.CITY: 100_000,
    SizeClass.CITY_LARGER: 500_000,
}
