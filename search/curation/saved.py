"""Searches that members keep: saved, renamed and deleted here and nowhere else."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _

from exchange.members.models import User
from search.api import FACETS, SearchResults, search
from search.models import SavedSearch
from search.models.saved import MAX_ADDRESS_LENGTH
from search.parameters import PAGE, TEXT, Address, address_of, read_request
from search.query import readable

MAX_SAVED = 50
MAX_NAME_LENGTH = 120


def address_to_save(address: Address) -> str:
    """The query string of these results from their first page on; empty where nothing was asked or chosen."""
    return address.without(PAGE).query_string() if address.has_any((TEXT, *FACETS)) else ""


def proposed_name(found: SearchResults) -> str:
    """The question and the chosen filters, as a name."""
    chosen = (option.label for facet in found.facets for option in facet.options if option.selected)
    return " · ".join(filter(None, (found.text, *chosen)))[:MAX_NAME_LENGTH].strip()


@transaction.atomic
def save_search(*, user: User, address: str, name: str) -> tuple[SavedSearch, bool]:
    """Keep the search with this query string; returns it and whether it is new.

    Only what the search understands of the address is kept. Raises ValidationError with a message for the person when
    there is nothing to keep, the address is too long or there are fifty already.
    """
    found = search(read_request(QueryDict(address[: 2 * MAX_ADDRESS_LENGTH])), user)
    kept = address_to_save(address_of(found))
    if not kept:
        raise ValidationError(_("Please search for something first, or choose a filter."))
    if len(kept) > MAX_ADDRESS_LENGTH:
        raise ValidationError(_("This search has too many filters to be saved. Please remove some."))
    # Locks the account, so that two requests at once cannot go beyond the limit.
    User.objects.select_for_update().filter(pk=user.pk).first()
    mine = SavedSearch.objects.filter(user=user)
    existing = mine.filter(address=kept).first()
    if existing is not None:
        return existing, False
    if mine.count() >= MAX_SAVED:
        raise ValidationError(
            _("You have saved %(limit)d searches, more are not possible. Please delete one that you no longer need.")
            % {"limit": MAX_SAVED}
        )
    name = clean_name(name) or proposed_name(found)
    return SavedSearch.objects.create(user=user, address=kept, name=name), True


def rename_search(saved: SavedSearch, name: str) -> None:
    """Give it another name. Raises ValidationError for an empty one."""
    cleaned = clean_name(name)
    if not cleaned:
        raise ValidationError(_("Please enter a name."))
    saved.name = cleaned
    saved.save(update_fields=["name"])


def searches_of(user: Any) -> list[SavedSearch]:
    """The saved searches of a person, the newest first."""
    return list(SavedSearch.objects.filter(user=user))


def clean_name(name: str) -> str:
    """One line of at most 120 characters that every database takes."""
    return readable(name)[:MAX_NAME_LENGTH].strip()
