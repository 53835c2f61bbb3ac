"""From a publiccode.yml to a page of the wiki, new or known."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from exchange.german import german_slug
from exchange.members.models import User
from exchange.solutions.forms import clean_licence
from exchange.solutions.mapping import Facts, changed_since, differing, facts_of, facts_of_page, take_over
from exchange.solutions.models import SolutionIndexPage, SolutionPage
from exchange.solutions.publiccode.facts import Software
from exchange.solutions.publiccode.writing import write_publiccode

MAX_SLUG_LENGTH = 70


@dataclass(frozen=True)
class Outcome:
    """The page that a file was taken into; ``updated`` are the facts that changed, ``kept`` those that people own."""

    page: SolutionPage
    created: bool
    updated: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


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
    page = known_page(software)
    if page is None:
        return Outcome(_create(software, actor, source), created=True)
    if not page.may_edit(actor) or not (page.live or actor.is_editor):
        raise PermissionDenied
    differences = differences_with(page, software)
    updated = [difference.name for difference in differences if not difference.is_kept]
    take_over(page, facts_of(software), updated)
    _remember(page, software, source)
    page.save_revision(user=actor, log_action=True).publish(user=actor, skip_permission_checks=True)
    return Outcome(page, False, tuple(updated), tuple(each.name for each in differences if each.is_kept))


@transaction.atomic
def start_solution(*, name: str, licence: str, repository: str, summary: str, actor: User) -> SolutionPage:
    """Make a page out of the few facts that say which software it is, and publish it. Only members may."""
    if not actor.is_member:
        raise PermissionDenied
    page = SolutionPage(title=name, licence=clean_licence(licence), repository=repository, summary=summary, owner=actor)
    return _publish_new(page, actor)


def _create(software: Software, actor: User, source: str) -> SolutionPage:
    page = SolutionPage(owner=actor)
    take_over(page, facts_of(software), [field.name for field in fields(Facts)])
    _remember(page, software, source)
    return _publish_new(page, actor)


def _publish_new(page: SolutionPage, actor: User) -> SolutionPage:
    index = SolutionIndexPage.objects.select_for_update(of=("self",)).get()
    page.slug = _free_slug(index, page.title)
    page.live = False
    index.add_child(instance=page)
    page.save_revision(user=actor, log_action=True).publish(user=actor, skip_permission_checks=True)
    return SolutionPage.objects.get(pk=page.pk)


def _free_slug(index: SolutionIndexPage, title: str) -> str:
    base = german_slug(title, MAX_SLUG_LENGTH) or "loesung"
    taken = set(index.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


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
