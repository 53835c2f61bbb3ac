"""A draft report out of what was answered in the forum."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from exchange.discussions.models import Post, ThreadPage
from exchange.german import free_slug, german_slug
from exchange.members.models import User
from exchange.pages.forms import SLUG_LENGTH
from exchange.pages.models import ServiceLink
from exchange.reports.models import ReportPage, SoftwareUse
from exchange.spaces.models import MunicipalityPage

HELPFUL_POSTS = 5  # of the other answers, those that most members found helpful


@transaction.atomic
def draft_report(*, thread: ThreadPage, author: User) -> ReportPage:
    """A draft in the space of the author's municipality: the question, its accepted answer, helpful ones, the sources.

    Only members of a municipality with a space may (PermissionDenied). Names of members do not go along. Whoever has
    such a draft already gets that one, after a second click too.
    """
    memberships = author.active_memberships
    spaces = MunicipalityPage.objects.filter(municipality__in=[each.municipality_id for each in memberships])
    space = spaces.select_for_update(of=("self",)).order_by("title").first() if author.is_member else None
    if space is None:
        raise PermissionDenied
    shown = thread.posts.shown().select_related("municipality")
    opening = shown.get(is_opening=True)
    drafts = ReportPage.objects.child_of(space).filter(owner=author, live=False)
    begun = drafts.filter(lessons__contains=f'"{opening.get_absolute_url()}"').order_by("-pk").first()
    if begun is not None:
        return begun
    accepted = shown.filter(pk=thread.accepted_answer_id).first()
    helpful = shown.filter(is_opening=False, helpful_count__gt=0).exclude(pk=thread.accepted_answer_id)
    others = list(helpful.order_by("-helpful_count", "pk")[:HELPFUL_POSTS])
    report = ReportPage(
        title=thread.title,
        slug=_free_slug(space, thread.title),
        summary=thread.summary,
        starting_point=_paragraphs(opening),
        approach=_paragraphs(accepted) if accepted else "",
        result=mark_safe("".join(_paragraphs(post) for post in others)),  # noqa: S308 - made of escaped parts
        lessons=_sources(thread, [post for post in (opening, accepted, *others) if post is not None]),
        visibility=thread.visibility,
        municipality=space.municipality,
        owner=author,
        live=False,
    )
    report.tags.set([tag.name for tag in thread.tags.all()])
    report.service_links.set([ServiceLink(service=service) for service in thread.service_list])
    if thread.solution is not None:
        report.software.add(SoftwareUse(name=thread.solution.title, solution=thread.solution))
    space.add_child(instance=report)
    report.save_revision(user=author, clean=False)
    return report


def _paragraphs(post: Post) -> str:
    """The words of a post as paragraphs; who writes the report puts it into own words anyway."""
    parts = [part for part in post.text.split("\n") if part.strip()]
    return format_html_join("", "<p>{}</p>", ((part,) for part in parts))


def _sources(thread: ThreadPage, posts: list[Post]) -> str:
    """The posts that the draft was made of, each with its permanent address."""
    links = format_html_join(
        "",
        '<li><a href="{}">{}</a></li>',
        (
            (post.get_absolute_url(), f"{post.municipality or _('County editors')}, {post.posted_at:%d.%m.%Y}")
            for post in posts
        ),
    )
    return format_html("<p>{}</p><ul>{}</ul>", _("Sources in the forum: %(title)s") % {"title": thread.title}, links)


def _free_slug(space: MunicipalityPage, title: str) -> str:
    base = german_slug(title, SLUG_LENGTH) or "bericht"
    return free_slug(base, set(space.get_children().filter(slug__startswith=base).values_list("slug", flat=True)))
