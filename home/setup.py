"""Makes the site out of an empty database; safe to repeat, and never changes what people have made."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, Site, Workflow

from exchange.discussions.setup import ensure_forum
from exchange.members.roles import EDITORS_GROUP
from exchange.moderation.services import ensure_review_workflow
from exchange.municipalities.loading import load_shipped_municipalities
from exchange.ozg.loading import load_shipped_catalogue
from exchange.pages.models import ExchangePage, StandardPage
from exchange.solutions.setup import ensure_wiki
from exchange.spaces.models import MunicipalityIndexPage
from exchange.spaces.services import grant_collection_rights, grant_page_rights
from home.markup import to_blocks
from home.models import ExchangeSettings, HomePage
from search.curation.synonyms import load_synonyms

TEXTS = Path(__file__).parent / "texts"
EDITOR_PAGE_RIGHTS = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
EDITOR_MODEL_RIGHTS = {
    "wagtailadmin": ("access_admin",),
    "pages": ("add_tag", "change_tag", "delete_tag"),
    "ozg": ("change_service",),
    "members": (
        "add_membership",
        "change_membership",
        "delete_membership",
        "view_membership",
        "add_user",
        "change_user",
    ),
    "home": ("change_exchangesettings",),
    "search": (
        "add_synonymgroup",
        "change_synonymgroup",
        "delete_synonymgroup",
        "add_pinnedpage",
        "change_pinnedpage",
        "delete_pinnedpage",
    ),
}
# What Wagtail's first migration leaves behind and nobody here needs.
UNUSED_GROUPS = ("Moderators", "Editors")
UNUSED_WORKFLOW = "Moderators approval"
WELCOME_SLUG = "home"


@transaction.atomic
def ensure_site() -> HomePage:
    """The register, the catalogue, the synonyms, the page tree, the editors' rights, the review and the legal pages.

    Each part is made when it is missing and otherwise left as it is. Returns the start page.
    """
    load_shipped_municipalities()
    load_shipped_catalogue()
    load_synonyms()
    home = HomePage.objects.first() or _make_home()
    if not MunicipalityIndexPage.objects.exists():
        _publish_below(
            home,
            MunicipalityIndexPage(
                title="Kommunen",
                slug="kommunen",
                summary="Diese Städte und Gemeinden tauschen hier ihre Erfahrungen aus.",
            ),
        )
    ensure_wiki(home)
    ensure_forum(home)
    _ensure_legal_pages(home)
    _ensure_editors(home)
    ensure_review_workflow(home)
    return home


def _make_home() -> HomePage:
    root = ExchangePage.objects.get(depth=1)
    home = HomePage(
        title="Interkommunal",
        slug="start",
        summary="Städte und Gemeinden berichten, wie sie ihre Leistungen digitalisiert haben: was es gekostet hat, "
        "was gelungen ist und was sie heute anders machen würden.",
    )
    _publish_below(root, home)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home, "site_name": "Interkommunal"}
    )
    # Wagtail's welcome page: only where nobody has put anything below it.
    ExchangePage.objects.filter(slug=WELCOME_SLUG, depth=2, numchild=0).exclude(pk=home.pk).delete()
    Group.objects.filter(name__in=UNUSED_GROUPS, user=None).delete()
    Workflow.objects.filter(name=UNUSED_WORKFLOW).delete()
    return home


def _publish_below(parent: ExchangePage, page: ExchangePage) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()


def _ensure_legal_pages(home: HomePage) -> None:
    """The pages that the law asks for, with texts whose gaps the operator fills in."""
    settings = ExchangeSettings.objects.first() or ExchangeSettings()
    for name, field in (("impressum", "imprint"), ("datenschutz", "privacy"), ("barrierefreiheit", "accessibility")):
        if getattr(settings, f"{field}_id") is not None:
            continue
        page = StandardPage.objects.filter(slug=name).first()
        if page is None:
            text = tomllib.loads((TEXTS / f"{name}.toml").read_text(encoding="utf-8"))
            page = StandardPage(title=text["title"], slug=name, summary=text["summary"], body=to_blocks(text["body"]))
            _publish_below(home, page)
        setattr(settings, field, page)
    settings.save()


def _ensure_editors(home: HomePage) -> None:
    group, created = Group.objects.get_or_create(name=EDITORS_GROUP)
    if not created:
        return
    grant_page_rights(group, home, EDITOR_PAGE_RIGHTS)
    grant_collection_rights(group, Collection.get_first_root_node(), ("add", "change", "choose", "delete"))
    for app_label, codenames in EDITOR_MODEL_RIGHTS.items():
        group.permissions.add(*Permission.objects.filter(content_type__app_label=app_label, codename__in=codenames))
