"""What the page of a municipality shows of the register."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchange.municipalities.models import Municipality
from exchange.pages.structured_data import CONTEXT
from exchange.pages.templatetags.exchange_tags import host, quantity


def municipality_facts(municipality: Municipality) -> list[dict[str, Any]]:
    """The facts of the register, as far as they are known, as the description list wants them."""
    size = municipality.size
    return [
        {
            "term": _("Inhabitants"),
            "value": quantity(municipality.population),
            "note": _("as of %(date)s") % {"date": date_format(municipality.population_date)}
            if municipality.population_date
            else "",
        },
        {"term": _("Size"), "value": size.label if size else ""},
        {"term": _("Area"), "value": f"{quantity(municipality.area_km2)} km²" if municipality.area_km2 else ""},
        {"term": _("County"), "value": municipality.county},
        {
            "term": _("Association of municipalities"),
            # The register names a town that belongs to no association as its own.
            "value": municipality.association if municipality.association != municipality.official_name else "",
        },
        {"term": _("Website"), "value": host(municipality.website), "url": municipality.website},
        {
            "term": _("Takes part since"),
            "value": date_format(municipality.joined_on, "F Y") if municipality.joined_on else "",
        },
        {"term": _("Municipality key (AGS)"), "value": municipality.ags},
    ]


def government_organization(municipality: Municipality, path: str) -> dict[str, Any]:
    """https://schema.org/GovernmentOrganization; ``path`` is that of the municipality's space."""
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "GovernmentOrganization",
        "name": municipality.official_name or municipality.name,
        "url": settings.WAGTAILADMIN_BASE_URL + path,
        "identifier": municipality.ags,
    }
    if municipality.website:
        data["sameAs"] = municipality.website
    if municipality.latitude is not None and municipality.longitude is not None:
        data["location"] = {
            "@type": "Place",
            "geo": {
                "@type": "GeoCoordinates",
                "latitude": float(municipality.latitude),
                "longitude": float(municipality.longitude),
            },
        }
    return data
