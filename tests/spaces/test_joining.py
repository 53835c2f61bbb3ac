"""Joining: what each role may do afterwards, and what it may not."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Collection, GroupPagePermission
from wagtail.permissions import policy_registry

from exchange.members.models import Membership, User
from exchange.members.roles import Role
from exchange.municipalities.models import Municipality
from exchange.pages.models import ExchangeDocument, ExchangeImage
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import AlreadyJoinedError, grant_rights, join_municipality, municipality_collection
from tests.conftest import OFFENBURG, Cast
from tests.factories import UserFactory, make_report

pytestmark = pytest.mark.django_db

# role → (may write below the space, may edit a colleague's page, may publish)
RIGHTS = {
    "author": (True, True, False),
    "colleague": (True, True, False),
    "trusted": (True, True, True),
    "coordinator": (True, True, True),
    "other": (False, False, False),
    "editor": (True, True, True),
    "administrator": (True, True, True),
    "outsider": (False, False, False),
}


@pytest.mark.parametrize("name", RIGHTS)
def test_rights_of_the_whole_cast(cast: Cast, kehl: MunicipalityPage, name: str) -> None:
    """Each person may do in the space of Kehl exactly what the role says."""
    user: User = getattr(cast, name)
    report = make_report(kehl, owner=cast.author)
    below = kehl.permissions_for_user(user)
    page = report.permissions_for_user(user)
    assert (below.can_add_subpage(), page.can_edit(), page.can_publish()) == RIGHTS[name]


def test_joining_makes_space_date_and_collection(kehl: MunicipalityPage) -> None:
    """The space is published at the municipality's address, the date is set, the collection exists once."""
    municipality = Municipality.objects.get(pk=kehl.municipality_id)
    assert kehl.live
    assert kehl.list_url == "/kommunen/kehl/"
    assert municipality.joined_on is not None
    assert Collection.objects.filter(name__contains=municipality.ags).count() == 1


@pytest.mark.parametrize("name", ["author", "trusted", "coordinator", "other", "outsider"])
def test_only_editors_let_a_municipality_join(cast: Cast, name: str) -> None:
    """Nobody but editors and administrators may do it."""
    with pytest.raises(PermissionDenied):
        join_municipality(municipality=Municipality.objects.get(ags=OFFENBURG), actor=getattr(cast, name))
    assert not MunicipalityPage.objects.filter(municipality__ags=OFFENBURG).exists()


def test_nobody_joins_twice(cast: Cast, kehl: MunicipalityPage) -> None:
    """A second join is refused and leaves one space."""
    with pytest.raises(AlreadyJoinedError, match="Kehl"):
        join_municipality(municipality=kehl.municipality, actor=cast.editor)
    assert MunicipalityPage.objects.filter(municipality=kehl.municipality).count() == 1


def test_granting_again_changes_nothing(kehl: MunicipalityPage) -> None:
    """Rights may be granted again, for example after an update, without doubling them."""
    before = GroupPagePermission.objects.count()
    grant_rights(kehl)
    assert GroupPagePermission.objects.count() == before


@pytest.mark.parametrize("model", [ExchangeImage, ExchangeDocument])
def test_files_go_into_the_own_collection_only(
    cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage, model: type
) -> None:
    """An author of Kehl adds files to Kehl's collection, not to Lahr's nor to the root."""
    policy = policy_registry.get_by_type(model)
    allowed = set(policy.collections_user_has_permission_for(cast.author, "add"))
    assert allowed == {municipality_collection(kehl.municipality)}


def test_another_role_takes_the_old_rights(cast: Cast, kehl: MunicipalityPage) -> None:
    """Who becomes a plain author again can no longer publish; who leaves has no rights; the content stays."""
    report = make_report(kehl, owner=cast.trusted)
    membership = Membership.objects.get(user=cast.trusted)
    membership.role = Role.AUTHOR
    membership.save()
    assert not report.permissions_for_user(User.objects.get(pk=cast.trusted.pk)).can_publish()
    membership.delete()
    left = User.objects.get(pk=cast.trusted.pk)
    assert not left.groups.exists()
    assert not left.is_member
    report.refresh_from_db()
    assert report.live
    assert report.owner == left


def test_member_of_two_municipalities(cast: Cast, kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    """Each membership brings its own role."""
    made = UserFactory(municipality=kehl.municipality, role=Role.COORDINATOR)
    Membership.objects.create(user=made, municipality=lahr.municipality, role=Role.AUTHOR)
    user = User.objects.get(pk=made.pk)
    assert kehl.permissions_for_user(user).can_publish()
    assert lahr.permissions_for_user(user).can_add_subpage()
    assert not make_report(lahr).permissions_for_user(user).can_publish()
