"""The wiki's place in the page tree, and who may write there."""

from __future__ import annotations

from django.contrib.auth.models import Group

from exchange.members.roles import ROLE_GROUP_PREFIX
from exchange.pages.models import ExchangePage
from exchange.solutions.models import SolutionIndexPage
from exchange.spaces.services import grant_page_rights

# Without review: history, comparison, restore and the editors' lock make up for it.
WIKI_RIGHTS = ("add", "change", "publish")


def ensure_wiki(home: ExchangePage) -> SolutionIndexPage:
    """The page of all solutions, made when it is missing, and the members' rights below it; safe to repeat."""
    index = SolutionIndexPage.objects.first()
    if index is None:
        index = SolutionIndexPage(
            title="Lösungen",
            slug="loesungen",
            summary="Software, mit der Städte und Gemeinden arbeiten: was sie kann, wer sie nutzt, wer Auskunft gibt.",
        )
        home.add_child(instance=index)
        index.save_revision().publish()
    for group in Group.objects.filter(name__startswith=ROLE_GROUP_PREFIX):
        grant_wiki_rights(group, index)
    return index


def grant_wiki_rights(group: Group, index: SolutionIndexPage) -> None:
    """Let the members of a group write in the wiki."""
    grant_page_rights(group, index, WIKI_RIGHTS)
