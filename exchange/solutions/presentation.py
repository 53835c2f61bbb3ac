"""What the page of a solution shows besides its texts: facts, adopters, where it comes from."""

from __future__ import annotations

from math import asin, cos, radians, sin, sqrt
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from exchange.municipalities.enums import SizeClass
from exchange.municipalities.models import Municipality
from exchange.pages.templatetags.exchange_tags import host
from exchange.solutions.adopters import adopter_of, render_adopter
from exchange.solutions.enums import AdoptionState, LicenceKind, Platform
from exchange.solutions.labels import field_label, language_names, licence_label
from exchange.solutions.logos import make_logo
from exchange.solutions.mapping import changed_since

if TYPE_CHECKING:
    from exchange.solutions.models import Adoption, SolutionPage

EARTH_RADIUS_KM = 6371.0
ADOPTERS_AT_ONCE = 12
_STATES = list(AdoptionState)
_SIZES = list(SizeClass)


def solution_context(page: SolutionPage, user: Any, *, all_adopters: bool) -> dict[str, Any]:
    """Everything the page needs, in a number of queries that does not grow with its adopters.

    Addresses of people are for members only. Without ``all_adopters`` the first twelve are shown.
    """
    is_member = bool(getattr(user, "is_member", False))
    own = [membership.municipality_id for membership in user.active_memberships] if is_member else []
    adopters = adopters_of(page, own)
    shown = adopters if all_adopters else adopters[:ADOPTERS_AT_ONCE]
    services = [link.service for link in page.service_links.select_related("service__topic_field")]
    return {
        "facts": _facts(page),
        "services": services,
        "adopters": [render_adopter(adopter_of(each, page.slug, is_member=is_member)) for each in shown],
        "adopter_count": len(adopters),
        "own_adoptions": [adoption for adoption in adopters if adoption.municipality_id in own],
        "adopt_url": reverse("solutions:adopt", args=[page.slug]) if own else "",
        "states": _state_counts(adopters),
        "contacts": list(page.contacts.all()),
        "providers": list(page.providers.all()),
        "logo_url": make_logo(page),
        "pictures": list(page.screenshots.select_related("image")),
        "is_member": is_member,
        "needs": [*page.needs_open, *page.needs_proprietary, *page.needs_hardware],
        "provenance": _provenance(page),
        "publiccode_url": reverse("solutions:publiccode", args=[page.slug]),
        "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.may_edit(user) else "",
        "history_url": reverse("wagtailadmin_pages:history", args=[page.pk]) if page.may_edit(user) else "",
        "tags": sorted((item.tag for item in page.tagged_items.select_related("tag")), key=_tag_order),
    }


def adopters_of(page: SolutionPage, own: list[int]) -> list[Adoption]:
    """Who uses the solution: municipalities like one's own first, else those that run it, by name.

    ``own`` are the keys of the reader's municipalities; like the first of them are those of its size class and kind,
    and of equally alike ones the nearer.
    """
    found = list(
        page.adoptions.declared()
        .select_related("municipality")
        .prefetch_related("coupled")
        .order_by("municipality__sort_name", "municipality__ags")
    )
    mine = Municipality.objects.filter(pk__in=own[:1]).first() if own else None
    for adoption in found:
        adoption.is_alike = mine is not None and _likeness(mine, adoption.municipality)[0] == 0
    if mine is None:
        return sorted(found, key=lambda adoption: _STATES.index(AdoptionState(adoption.state)))
    return sorted(found, key=lambda adoption: _likeness(mine, adoption.municipality))


def _likeness(mine: Municipality, other: Municipality) -> tuple[int, float]:
    """How unlike they are: two points for each size class between them, one for another kind; then the distance."""
    between = abs(_size_rank(mine) - _size_rank(other))
    return between * 2 + int(mine.kind != other.kind), distance_km(mine, other)


def _size_rank(municipality: Municipality) -> int:
    size = municipality.size
    return _SIZES.index(size) if size is not None else len(_SIZES)


def distance_km(one: Municipality, other: Municipality) -> float:
    """Great-circle distance (haversine) in kilometres; half the earth's girth where a position is not known."""
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return EARTH_RADIUS_KM * 3.2
    points = (one.latitude, one.longitude, other.latitude, other.longitude)
    lat1, lon1, lat2, lon2 = (radians(float(value)) for value in points if value is not None)
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))


def _facts(page: SolutionPage) -> list[dict[str, Any]]:
    labels = dict(Platform.choices)
    return [
        {"term": _("Licence"), "value": licence_label(page.licence), "note": LicenceKind(page.licence_kind).label},
        {"term": _("State of development"), "value": page.get_development_status_display()},
        {
            "term": _("Current version"),
            "value": page.version,
            "note": date_format(page.released_on) if page.released_on else "",
        },
        {"term": _("Kind of software"), "value": page.get_software_type_display()},
        {"term": _("Runs on"), "value": ", ".join(str(labels.get(each, each)) for each in page.platforms)},
        {"term": _("Languages"), "value": ", ".join(language_names(page.languages))},
        {"term": _("Categories"), "value": ", ".join(page.category_labels)},
        {"term": _("Maintained by"), "value": page.get_maintenance_display()},
        {"term": _("Source code"), "value": host(page.repository), "url": page.repository},
        {"term": _("Website"), "value": host(page.website), "url": page.website},
        {"term": _("Documentation"), "value": host(page.documentation), "url": page.documentation},
        *({"term": _("Based on"), "value": address} for address in page.based_on),
    ]


def _provenance(page: SolutionPage) -> dict[str, Any]:
    """Which file the page came from and what people have changed since; empty without one."""
    if not page.publiccode_read_on:
        return {}
    changed = ", ".join(field_label(name) for name in changed_since(page))
    return {"date": page.publiccode_read_on, "source": page.publiccode_source, "changed": changed}


def _state_counts(adopters: list[Adoption]) -> list[dict[str, Any]]:
    counts = [(state, sum(adoption.state == state for adoption in adopters)) for state in AdoptionState]
    return [{"state": state, "number": number} for state, number in counts if number]


def _tag_order(tag: Any) -> str:
    return str(tag.name).casefold()
