"""What no browser sends by itself: damaged files, mark-up without end, foreign values, the same thing twice."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.discussions.attachments import picture_type
from exchange.discussions.forms import MAX_MARKS, ReplyForm
from exchange.discussions.models import Post, ThreadPage
from exchange.discussions.services import accept_answer, close_thread, post_reply, remove_post
from exchange.discussions.services.deciding import NotAnAnswerError
from exchange.members.models import User

Browsers = Callable[[Any], Client]
MakeThread = Callable[..., ThreadPage]


@pytest.mark.parametrize("text", ["<div>" * 1_000_000, "<b>x</b>" * MAX_MARKS])
def test_mark_up_without_end_is_not_taken_apart(text: str) -> None:
    """Cleaning takes the square of what stands in each other; what was sent comes back in no time, and harmless."""
    began = time.monotonic()
    form = ReplyForm({"text": f"{text}<script>alert(1)</script>", "text-format": "html"})
    assert "zu lang" in str(form.errors["text"])
    html = str(form["text"])
    assert time.monotonic() - began < 5
    assert "&lt;div&gt;" in html or "&lt;b&gt;x" in html
    assert "<script>" not in html


@pytest.mark.django_db
def test_what_is_sent_twice_stands_there_once(make_thread: MakeThread, helper: User, browser_of: Browsers) -> None:
    """An answer and a thread; another text, or another file, is another answer."""
    thread, browser = make_thread(), browser_of(helper)
    address = reverse("discussions:reply", args=[thread.slug])
    for _ in range(2):
        assert browser.post(address, {"text": "Doppelt hält besser."}).status_code == 302
    assert thread.posts.count() == 2
    browser.post(address, {"text": "Doppelt hält besser.", "attachments": SimpleUploadedFile("a.txt", b"Liste")})
    browser.post(address, {"text": "Doppelt hält am besten."})
    assert thread.posts.count() == 4
    new = {"kind": "question", "title": "Wer noch?", "text": "Fragt sich", "visibility": "members"}
    first, second = (browser.post(reverse("discussions:new"), new) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"]
    assert ThreadPage.objects.filter(title="Wer noch?").count() == 1


@pytest.mark.django_db
def test_what_was_refused_can_be_sent_again(
    make_thread: MakeThread, helper: User, editor: User, browser_of: Browsers
) -> None:
    thread = make_thread()
    address = reverse("discussions:reply", args=[thread.slug])
    close_thread(thread=thread, actor=editor, closed=True)
    assert "geschlossen" in browser_of(helper).post(address, {"text": "Zu spät?"}).content.decode()
    close_thread(thread=thread, actor=editor, closed=False)
    assert browser_of(helper).post(address, {"text": "Zu spät?"}).status_code == 302
    assert thread.posts.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("seen", ["2026-01-01T00:00:00", "0001-01-01T00:00:00+14:00", "2026-13-45", "x" * 9000, "\0"])
def test_a_version_that_the_form_did_not_write(
    seen: str, make_thread: MakeThread, asker: User, browser_of: Browsers
) -> None:
    post = make_thread().posts.get()
    response = browser_of(asker).post(
        reverse("discussions:edit_post", args=[post.pk]), {"text": "Anderer Text.", "seen": seen}
    )
    assert response.status_code in (200, 302)


@pytest.mark.django_db
def test_a_damaged_file_is_explained(make_thread: MakeThread, asker: User, browser_of: Browsers) -> None:
    thread = make_thread()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr("mimetype", "application/vnd.oasis.opendocument.text" * 3)
    damaged = bytearray(content.getvalue())
    damaged[38:50] = b"\xff" * 12
    response = browser_of(asker).post(
        reverse("discussions:reply", args=[thread.slug]),
        {"text": "Siehe Anlage.", "attachments": SimpleUploadedFile("plan.odt", bytes(damaged))},
    )
    assert response.status_code == 200
    assert "Siehe Anlage." in response.content.decode()
    assert Post.objects.count() == 1


def test_a_picture_is_one_whatever_its_name() -> None:
    """„data:“ at its beginning, and the standard library would believe what follows."""
    assert picture_type("data:text/html,.PNG") == "image/png"
    assert picture_type("foto.jpg") == picture_type("a.b.jpeg") == "image/jpeg"


@pytest.mark.django_db
def test_what_went_meanwhile_is_not_accepted(make_thread: MakeThread, asker: User, helper: User) -> None:
    thread = make_thread()
    answer = post_reply(thread=thread, author=helper, html="<p>So.</p>")
    stale = Post.objects.get(pk=answer.pk)
    remove_post(post=answer, actor=helper)
    with pytest.raises(NotAnAnswerError):
        accept_answer(thread=thread, post=stale, actor=asker)
