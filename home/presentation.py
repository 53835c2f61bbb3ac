"""What the start page shows, as its components want it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.ozg.models import TopicField
from exchange.pages.breadcrumb import address_of
from exchange.pages.structured_data import CONTEXT
from exchange.pages.templatetags.exchange_tags import quantity
from exchange.solutions.listing import SOLUTIONS_URL
from exchange.spaces.directory import report_count
from exchange.spaces.models import MunicipalityPage

# The page tree is the same on every site, see home.setup.
MUNICIPALITIES_URL = "/kommunen/"
MOST_CHIPS = 80  # municipalities on the start page


def key_figures(numbers: dict[str, int]) -> list[dict[str, str]]:
    """The counted numbers with the places where one finds what was counted."""
    labels = (
        ("reports", ngettext("experience report", "experience reports", numbers["reports"]), reverse("reports:list")),
        ("solutions", ngettext("solution", "solutions", numbers["solutions"]), SOLUTIONS_URL),
        (
            "municipalities",
            ngettext("municipality takes part", "municipalities take part", numbers["municipalities"]),
            MUNICIPALITIES_URL,
        ),
        (
            "services",
            ngettext("service described", "services described", numbers["services"]),
            reverse("catalogue:services"),
        ),
        ("tags", ngettext("tag to browse by", "tags to browse by", numbers["tags"]), reverse("catalogue:tags")),
    )
    return [{"value": quantity(numbers[name]), "label": label, "url": url} for name, label, url in labels]


def example_searches() -> list[dict[str, str]]:
    """Searches that show what can be found, as links."""
    words = (_("Housing benefit online"), _("cancelled contract"), _("digital building permit"), _("e-invoice"))
    return [{"title": word, "url": f"{reverse('search:results')}?q={quote_plus(word)}"} for word in words]


def topic_tiles(counts: Mapping[int, int]) -> list[dict[str, str]]:
    """A tile for each topic field, with the number of its reports."""
    return [
        {
            "title": field.name,
            "url": field.get_absolute_url(),
            "icon": f"topic-{field.slug}",
            "note": report_count(counts.get(field.pk, 0)),
        }
        for field in TopicField.objects.all()
    ]


def municipality_chips(counts: Mapping[int, int], number: int) -> list[dict[str, Any]]:
    """A link to each of so many spaces with the number of its reports; of very many to those with most reports."""
    spaces = MunicipalityPage.objects.live().filter(municipality__isnull=False).order_by("municipality__sort_name")
    if number > MOST_CHIPS:
        reporting = sorted((key for key in counts if key is not None), key=lambda key: (-counts[key], key))
        spaces = spaces.filter(municipality__in=reporting[:MOST_CHIPS]) if reporting else spaces[:MOST_CHIPS]
    return [
        {"title": name, "url": address_of(url_path), "note": counts.get(municipality_id, 0)}
        for municipality_id, name, url_path in spaces.values_list("municipality", "municipality__name", "url_path")
    ]


def joining_steps() -> list[dict[str, str]]:
    """How the staff of a municipality takes part."""
    return [
        {
            "title": _("Get an account"),
            "text": _(
                "Write to the editors from your office address. They enter your municipality and you get your account."
            ),
        },
        {
            "title": _("Write what you have tried"),
            "text": _("Half a page is enough: starting point, approach, result, and what you would do differently."),
        },
        {
            "title": _("Have it read by a colleague"),
            "text": _("The coordinator of your municipality or the editors read it once. Then it is published."),
        },
    ]


def website(name: str, description: str) -> dict[str, Any]:
    """https://schema.org/WebSite with its search."""
    base = settings.WAGTAILADMIN_BASE_URL
    target = f"{base}{reverse('search:results')}?q={{search_term_string}}"
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "description": description,
        "url": f"{base}/",
        "inLanguage": "de",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }
