"""From a publiccode.yml to a page of the wiki, new or known."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Revision

from exchange.german import free_slug, german_slug
from exchange.members.models import User
from exchange.solutions.forms import clean_licence
from exchange.solutions.mapping import Facts, changed_since, differing, facts_of, facts_of_page, take_over
from exchange.solutions.models import SolutionIndexPage, SolutionPage
from exchange.solutions.publiccode.facts import Software
from exchange.solutions.publiccode.writing import write_publiccode

MAX_SLUG_LENGTH = 70


@dataclass(frozen=True)
class Outcome:
    """The page that a file was taken into; ``updated`` are the facts that changed, ``kept`` those that people own.

    ``has_draft``: somebody has saved a draft that is not published; it goes on as one, with what the file brought.
    """

    page: SolutionPage
    created: bool
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    has_draft: bool = False


@dataclass(frozen=True)
class Difference:
    """A fact that the file says otherwise than the page, both as text, and whether people have changed it there."""

    name: str
    old: str
    new: str
    is_kept: bool


def known_page(software: Software) -> SolutionPage | None:
    """The page on this software: of the same source code, else of the same name; None where there is none."""
    pages = SolutionPage.objects.all()
    repository = _bare(software.url)
    if repository:
        for page in pages.exclude(repository="").only("repository"):
            if _bare(page.repository) == repository:
                return SolutionPage.objects.get(pk=page.pk)
    return pages.filter(title__iexact=facts_of(software).title).first()


def differences_with(page: SolutionPage, software: Software) -> list[Difference]:
    """What taking over the file would change on the page; what people have changed there stays as it is."""
    own = set(changed_since(page) if page.publiccode else _filled(facts_of_page(page)))
    old, new = facts_of_page(page), facts_of(software)
    return [
        Difference(name, _readable(getattr(old, name)), _readable(getattr(new, name)), name in own)
        for name in differing(old, new)
    ]


@transaction.atomic
def take_over_file(software: Software, *, actor: User, source: str = "") -> Outcome:
    """Make the page on this software or bring the known one up to date, and publish it.

    ``source`` says where the file came from. What people have changed on the page since the last file is kept.
    Only members may (PermissionDenied), and not on a page that editors have locked or taken off the site.
    """
    if not actor.is_member:
        raise PermissionDenied
    _locked_index()  # whoever presses the button twice makes one page
    page = known_page(software)
    if page is None:
        return Outcome(_create(software, actor, source), created=True)
    if reason := obstacle(page, actor):
        raise PermissionDenied(reason)
    draft = page.latest_revision if page.has_unpublished_changes else None
    differences = differences_with(page, software)
    updated = _take_changes(page, software, source)
    page.save_revision(user=actor, log_action=True).publish(user=actor, skip_permission_checks=True)
    if draft is not None:
        _go_on_with(draft, software, actor, source)
    kept = tuple(each.name for each in differences if each.is_kept)
    return Outcome(SolutionPage.objects.get(pk=page.pk), False, tuple(updated), kept, has_draft=draft is not None)


def obstacle(page: SolutionPage, actor: User) -> str:
    """Why this member cannot take a file over into the page, in words for them; empty where nothing stands against it.

    Editors have locked it or taken it off the site, or it is a draft that has never been published.
    """
    if not page.may_edit(actor):
        return _("The editors have locked the page on this software for the time being.")
    if page.live or actor.is_editor:
        return ""
    if page.first_published_at is None:
        return _("Somebody is writing the page on this software and has not published it yet.")
    return _("The editors have taken the page on this software off the site. Please turn to them.")


@transaction.atomic
def start_solution(*, name: str, licence: str, repository: str, summary: str, actor: User) -> Outcome:
    """Make a page out of the few facts that say which software it is, and publish it. Only members may.

    Where there is a page on this software already, nothing is changed, and the outcome has that one.
    """
    if not actor.is_member:
        raise PermissionDenied
    _locked_index()
    known = known_page(Software(name=name, url=repository))
    if known is not None:
        return Outcome(known, created=False)
    page = SolutionPage(title=name, licence=clean_licence(licence), repository=repository, summary=summary, owner=actor)
    return Outcome(_publish_new(page, actor), created=True)


def _take_changes(page: SolutionPage, software: Software, source: str) -> list[str]:
    """Write into the page what the file says otherwise and people have not changed; the names of these facts."""
    updated = [each.name for each in differences_with(page, software) if not each.is_kept]
    take_over(page, facts_of(software), updated)
    _remember(page, software, source)
    return updated


def _go_on_with(revision: Revision, software: Software, actor: User, source: str) -> None:
    """Save the draft of that revision as the newest one again, with what the file has brought to the page."""
    draft = cast("SolutionPage", revision.as_object())
    _take_changes(draft, software, source)
    draft.save_revision(user=actor, log_action=True)


def _locked_index() -> SolutionIndexPage:
    """The page of all solutions, locked until the end of the transaction."""
    return SolutionIndexPage.objects.select_for_update(of=("self",)).get()


def _create(software: Software, actor: User, source: str) -> SolutionPage:
    page = SolutionPage(owner=actor)
    take_over(page, facts_of(software), [field.name for field in fields(Facts)])
    _remember(page, software, source)
    return _publish_new(page, actor)


def _publish_new(page: SolutionPage, actor: User) -> SolutionPage:
    index = _locked_index()
    page.slug = _free_slug(index, page.title)
    page.live = False
    index.add_child(instance=page)
    page.save_revision(user=actor, log_action=True).publish(user=actor, skip_permission_checks=True)
    return SolutionPage.objects.get(pk=page.pk)


def _free_slug(index: SolutionIndexPage, title: str) -> str:
    base = german_slug(title, MAX_SLUG_LENGTH) or "loesung"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    return free_slug(base, taken)


def _remember(page: SolutionPage, software: Software, source: str) -> None:
    page.publiccode = write_publiccode(software, updated=None)
    page.publiccode_source = source[:500]
    page.publiccode_read_on = timezone.localdate()


def _filled(facts: Facts) -> list[str]:
    """The facts that somebody has typed."""
    return [field.name for field in fields(Facts) if getattr(facts, field.name)]


def _readable(value: Any) -> str:
    """A fact as text; members of lists have a line each."""
    if isinstance(value, tuple):
        return "\n".join(_readable(each) if not isinstance(each, tuple) else _joined(each) for each in value)
    return date_format(value) if isinstance(value, date) else str(value or "")


def _joined(parts: tuple[Any, ...]) -> str:
    return ", ".join(_readable(part) for part in parts if part)


def _bare(address: str) -> str:
    """An address of source code without what does not tell repositories apart."""
    return address.strip().rstrip("/").removesuffix(".git").split("://", 1)[-1].removeprefix("www.").casefold()
