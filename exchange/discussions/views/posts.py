"""Answering, editing, judging posts, and their files."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from exchange.discussions.attachments import picture_type
from exchange.discussions.forms import EditForm, RemovalForm, ReplyForm
from exchange.discussions.listing import FORUM_URL
from exchange.discussions.mentions import quote_of_post
from exchange.discussions.models import Attachment, Post, ThreadPage
from exchange.discussions.permissions import may_accept, may_change_post
from exchange.discussions.presentation import revisions_for_members
from exchange.discussions.services import (
    ClosedError,
    ConflictError,
    NotAnAnswerError,
    accept_answer,
    edit_post,
    mark_helpful,
    post_reply,
    remove_post,
    restore_post,
)
from exchange.discussions.views.pages import form_page
from exchange.discussions.views.threads import thread_of
from exchange.guard import forget_click, is_second_click
from exchange.members.requests import MemberRequest
from exchange.pages.breadcrumb import trail


@login_required
def reply(request: MemberRequest, slug: str) -> HttpResponse:
    """An answer: sent by the form below the thread, or written on a page of its own, with a quote if wanted."""
    if not request.user.is_member:
        raise Http404
    thread = thread_of(request, slug)
    sent = request.method == "POST"
    quoted = _quoted(request, thread)
    form = ReplyForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"text": quote_of_post(quoted)} if quoted else None,
    )
    if sent and form.is_valid():
        text, files = form.cleaned_data["text"], form.cleaned_data["attachments"]
        click = (request.user.pk, thread.pk, text, *(f"{file.name} {file.size}" for file in files))
        if is_second_click(*click):
            return redirect(f"{thread.list_url}?neu")
        try:
            post = post_reply(thread=thread, author=request.user, html=text, files=files)
        except ClosedError:
            forget_click(*click)
            form.add_error(None, _("This thread was closed meanwhile; it takes no more answers."))
        else:
            return redirect(post.get_absolute_url())
    return form_page(
        request, form, _("Write an answer"), _("Send the answer"), thread=thread, draft=f"antwort-{thread.pk}"
    )


def _quoted(request: HttpRequest, thread: ThreadPage) -> Post | None:
    key = request.GET.get("zitat", "")
    if not key.isdecimal() or len(key) > 18:
        return None
    return thread.posts.shown().select_related("author", "municipality").filter(pk=int(key)).first()


@login_required
def edit(request: MemberRequest, key: int) -> HttpResponse:
    """Another text of a post."""
    post = _post(request, key)
    if not may_change_post(request.user, post):
        raise Http404
    seen = post.edited_at or post.posted_at
    sent = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    names = [f"{file.name} {file.size}" for file in request.FILES.getlist("attachments")]
    fields = [request.POST.get("seen"), request.POST.get("text"), *request.POST.getlist("removed")]
    click = (request.user.pk, "edit", post.pk, *fields, *names)
    if sent is not None and is_second_click(*click):
        return redirect(post.get_absolute_url())
    form = EditForm(sent, files, post=post, initial={"text": post.html, "seen": seen.isoformat()})
    if sent is not None and form.is_valid():
        try:
            edit_post(
                post=post,
                actor=request.user,
                html=form.cleaned_data["text"],
                seen=_moment(form.cleaned_data["seen"]),
                files=form.cleaned_data["attachments"],
                removed=form.cleaned_data.get("removed", ()),
            )
        except ConflictError:
            form.add_error(
                None, _("Somebody has edited this post meanwhile. Send again to replace that text by yours.")
            )
            again = request.POST.copy()
            again["seen"] = seen.isoformat()
            form.data = again
        else:
            messages.success(request, _("The changes are online."))
            return redirect(post.get_absolute_url())
    forget_click(*click)
    return form_page(
        request,
        form,
        _("Edit the post"),
        _("Save"),
        thread=post.thread,
        draft=f"aenderung-{post.pk}",
        cancel_url=post.get_absolute_url(),
    )


def _moment(text: str) -> datetime | None:
    """What the form has carried; None for anything that it did not write, such as a time without its zone."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and is_aware(moment) else None


@require_GET
@login_required
def history(request: MemberRequest, key: int) -> HttpResponse:
    """What a post said before; for members. What editors have put right, because of what it said, is for editors."""
    if not request.user.is_member:
        raise Http404
    post = _post(request, key)
    if post.is_removed and not request.user.is_editor:
        raise Http404
    revisions = list(post.revisions.select_related("replaced_by"))
    shown = revisions if request.user.is_editor else revisions_for_members(post, revisions)
    context = {
        "page": post.thread,
        "post": post,
        "revisions": shown,
        "is_cut": len(shown) < len(revisions),
        "breadcrumb": _trail(post.thread, _("History"), request.path),
    }
    return render(request, "discussions/history.html", context)


@require_POST
@login_required
def helpful(request: MemberRequest, key: int) -> HttpResponse:
    """Say that a post helped, or take that back."""
    post = _post(request, key)
    if not request.user.is_member or post.author_id == request.user.pk or post.is_removed:
        raise Http404
    mark_helpful(post=post, user=request.user, helpful=request.POST.get("hilfreich") == "1")
    return redirect(post.get_absolute_url())


@require_POST
@login_required
def accept(request: MemberRequest, key: int) -> HttpResponse:
    """Put an answer on top, or take that back."""
    post = _post(request, key)
    if not request.user.is_member or not may_accept(request.user, post.thread) or post.is_opening or post.is_removed:
        raise Http404
    chosen = post if request.POST.get("angenommen") == "1" else None
    try:
        accept_answer(thread=post.thread, post=chosen, actor=request.user)
    except NotAnAnswerError as error:  # it went meanwhile
        raise Http404 from error
    return redirect(post.thread.list_url)


@login_required
def remove(request: MemberRequest, key: int) -> HttpResponse:
    """Take an answer away, after asking; editors can show it again."""
    post = _post(request, key)
    if post.is_removed and request.user.is_editor and request.method == "POST":
        # Somebody else may have removed it while this person was asked why: that must not bring it back.
        if request.POST.get("zeigen") == "1":
            restore_post(post=post, actor=request.user)
            messages.success(request, _("The post is shown again."))
        return redirect(post.get_absolute_url())
    if post.is_opening or not may_change_post(request.user, post):
        raise Http404
    form = RemovalForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        remove_post(post=post, actor=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The post was removed."))
        return redirect(post.get_absolute_url())
    return form_page(
        request,
        form,
        _("Remove the post"),
        _("Remove"),
        thread=post.thread,
        lead=_("A note stays in its place; editors can show it again."),
        cancel_url=post.get_absolute_url(),
    )


@require_GET
def attachment(request: HttpRequest, key: int, name: str) -> FileResponse:
    """A file of a post, for whoever may read it; pictures are shown, everything else is saved."""
    posts = Post.objects.visible_to(request.user).shown().order_by().values("pk")
    found = get_object_or_404(Attachment.objects.filter(post__in=posts).select_related("post__thread"), pk=key)
    try:
        file = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(
        file,
        as_attachment=not found.is_image,
        filename=found.name,
        content_type=picture_type(found.name) if found.is_image else "application/octet-stream",
    )
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _post(request: HttpRequest, key: int) -> Post:
    """The post that the person may read, or Http404."""
    return get_object_or_404(Post.objects.visible_to(request.user).select_related("thread", "author"), pk=key)


def _trail(thread: ThreadPage, title: str, url: str) -> list[dict[str, str]]:
    return trail((_("Forum"), FORUM_URL), (thread.title, thread.list_url), (title, url))
