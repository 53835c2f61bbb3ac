"""Joining the exchange: everything a municipality needs is made in one step."""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission

from exchange.members.models import User
from exchange.members.roles import Role, role_group_name
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangePage
from exchange.spaces.models import MunicipalityIndexPage, MunicipalityPage

# What each role may do below the municipality's space. Nobody but a trusted author publishes without review;
# a coordinator publishes by approving.
PAGE_RIGHTS: dict[Role, tuple[str, ...]] = {
    Role.AUTHOR: ("add", "change"),
    Role.TRUSTED_AUTHOR: ("add", "change", "publish"),
    Role.COORDINATOR: ("add", "change", "publish", "lock", "unlock"),
}


class AlreadyJoinedError(Exception):
    """The municipality has a space already."""


@transaction.atomic
def join_municipality(*, municipality: Municipality, actor: User) -> MunicipalityPage:
    """Make the space, the groups with their rights and the media collection of a municipality.

    Only the county's editors and administrators may do it (PermissionDenied). Raises AlreadyJoinedError when the
    municipality has a space. A municipality that was in before gets its old groups and collection back.
    """
    if not actor.is_editor:
        raise PermissionDenied
    # The lock on the parent makes two joins at the same time queue up instead of colliding in the page tree.
    index = MunicipalityIndexPage.objects.select_for_update(of=("self",)).get()
    if MunicipalityPage.objects.filter(municipality=municipality).exists():
        raise AlreadyJoinedError(_("%(name)s has joined already.") % {"name": municipality.name})
    space = MunicipalityPage(
        title=municipality.name,
        slug=municipality.slug,
        municipality=municipality,
        summary=_("Experience reports and contacts of %(name)s.") % {"name": municipality.name},
        owner=actor,
    )
    index.add_child(instance=space)
    space.save_revision(user=actor).publish(user=actor)
    grant_rights(space)
    municipality.joined_on = municipality.joined_on or timezone.localdate()
    municipality.save(update_fields=["joined_on"])
    return space


def grant_rights(space: MunicipalityPage) -> None:
    """Give the role groups of a space their rights on its pages and its collection; safe to repeat."""
    municipality = space.member_municipality
    collection = municipality_collection(municipality)
    for role, codenames in PAGE_RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=role_group_name(municipality.ags, role))
        group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
        grant_page_rights(group, space, codenames)
        grant_collection_rights(group, collection, ("add", "change", "choose"))


def grant_page_rights(group: Group, page: ExchangePage, codenames: tuple[str, ...]) -> None:
    """Give a group rights on a page and all below it; safe to repeat, in two queries."""
    permissions = _permissions("pages", ExchangePage._meta.model_name or "", codenames)
    GroupPagePermission.objects.bulk_create(
        [GroupPagePermission(group=group, page=page, permission=permission) for permission in permissions],
        ignore_conflicts=True,
    )


def grant_collection_rights(group: Group, collection: Collection, codenames: tuple[str, ...]) -> None:
    """Give a group rights on the pictures and documents of a collection; safe to repeat, in three queries."""
    # Wagtail asks for the permissions of its own models, whatever models a site uses in their place.
    permissions = [
        *_permissions("wagtailimages", "image", codenames),
        *_permissions("wagtaildocs", "document", codenames),
    ]
    GroupCollectionPermission.objects.bulk_create(
        [
            GroupCollectionPermission(group=group, collection=collection, permission=permission)
            for permission in permissions
        ],
        ignore_conflicts=True,
    )


def _permissions(app_label: str, model_name: str, codenames: tuple[str, ...]) -> list[Permission]:
    """All these permissions; Permission.DoesNotExist where one is missing, since a right must not be lost silently."""
    names = [f"{codename}_{model_name}" for codename in codenames]
    found = list(Permission.objects.filter(content_type__app_label=app_label, codename__in=names))
    if len(found) != len(names):
        raise Permission.DoesNotExist(f"Of {', '.join(names)} in {app_label} only {len(found)} exist.")
    return found


def municipality_collection(municipality: Municipality) -> Collection:
    """The collection that holds the municipality's pictures and documents; made when it is missing.

    The key stands in the name, since several municipalities share one name.
    """
    name = f"{municipality.name} ({municipality.ags})"
    collection = Collection.objects.filter(name=name).first()
    if collection is None:
        root = Collection.get_first_root_node()
        if root is None:
            raise RuntimeError("The root collection is missing; has the database been migrated?")
        collection = root.add_child(name=name)
    return collection
