"""What editors do with threads."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from exchange.discussions.forms import ManageForm, SplitForm
from exchange.discussions.models import ThreadPage
from exchange.discussions.services import (
    close_thread,
    mark_duplicate,
    merge_threads,
    move_posts,
    pin_thread,
    split_thread,
)
from exchange.discussions.services.moderating import PlacementError
from exchange.discussions.views.pages import form_page
from exchange.discussions.views.threads import thread_of
from exchange.members.requests import MemberRequest

POSTS_AT_ONCE = 100


@login_required
def manage(request: MemberRequest, slug: str) -> HttpResponse:
    """Close, pin, name the original, merge."""
    thread = _thread(request, slug)
    initial = {
        "is_closed": thread.is_closed,
        "is_pinned": thread.is_pinned,
        "duplicate_of": thread.duplicate_of.list_url if thread.duplicate_of else "",
    }
    form = ManageForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            target = _apply(thread, request.user, form.cleaned_data)
        except PlacementError:
            field = "merge_into" if form.cleaned_data["merge_into"] is not None else "duplicate_of"
            form.add_error(field, _("That thread does not fit: it is the same, a duplicate, or seen by others."))
        else:
            messages.success(request, _("The changes are online."))
            return redirect(target.list_url)
    return form_page(request, form, _("Close, pin, merge"), _("Save"), thread=thread)


def _apply(thread: ThreadPage, actor: Any, values: dict[str, Any]) -> ThreadPage:
    """Do what the form says; returns the thread where the posts are then."""
    if values["merge_into"] is not None:
        into: ThreadPage = values["merge_into"]
        merge_threads(thread=thread, into=into, actor=actor)
        return into
    pin_thread(thread=thread, actor=actor, pinned=values["is_pinned"])
    original = values["duplicate_of"]
    if (original.pk if original else None) != thread.duplicate_of_id:
        mark_duplicate(thread=thread, original=original, actor=actor)
    if values["is_closed"] or original is None:
        close_thread(thread=thread, actor=actor, closed=values["is_closed"])
    return thread


@login_required
def split(request: MemberRequest, slug: str) -> HttpResponse:
    """Move answers to a thread of their own, or to another one."""
    thread = _thread(request, slug)
    replies = thread.posts.filter(is_opening=False).in_order().select_related("author")
    page = Paginator(replies, POSTS_AT_ONCE).get_page(request.GET.get("page"))
    posts = {str(post.pk): post for post in page.object_list}
    choices = [(key, f"{post.author or ''}: {Truncator(post.text).chars(120)}") for key, post in posts.items()]
    form = SplitForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        chosen = [posts[key] for key in values["posts"]]
        try:
            if values["target"] is not None:
                target = values["target"]
                move_posts(posts=chosen, target=target, actor=request.user)
            else:
                target = split_thread(posts=chosen, title=values["title"], actor=request.user)
        except PlacementError:
            form.add_error(None, _("These posts cannot be moved there."))
        else:
            messages.success(request, _("The posts have been moved."))
            return redirect(target.list_url)
    return form_page(request, form, _("Move posts"), _("Move"), thread=thread, page_obj=page)


def _thread(request: MemberRequest, slug: str) -> ThreadPage:
    if not request.user.is_editor:
        raise Http404
    return thread_of(request, slug)
