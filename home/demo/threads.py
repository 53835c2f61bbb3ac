"""Sample threads of the forum out of their text files."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from django.utils import timezone

from exchange.discussions.enums import ThreadKind
from exchange.discussions.formatting import clean_html, text_of_html, without_mentions
from exchange.discussions.mentions import mark_mentions
from exchange.discussions.models import HelpfulVote, Post, ReadMark, ThreadPage
from exchange.discussions.services import close_thread, mark_duplicate, open_thread, pin_thread
from exchange.discussions.services.counting import municipality_of, recount
from exchange.discussions.signals import posts_changed
from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.pages.enums import Visibility
from exchange.solutions.models import SolutionPage

FOLDER = Path(__file__).parent / "threads"
UNREAD_FROM = datetime(2026, 11, 1)  # noqa: DTZ001 - local, as all times of the samples
_INLINE = (
    (re.compile(r"\[([^\]]+)\]\((https?://[^\s)]+)\)"), r'<a href="\2">\1</a>'),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)"), r"<em>\1</em>"),
)
_KINDS = (("quote", re.compile(r"> ?")), ("ul", re.compile(r"- ")), ("ol", re.compile(r"\d+\. ")))


def make_threads(
    authors: Mapping[str, User], services: Mapping[str, Service], solutions: Mapping[str, SolutionPage], editor: User
) -> int:
    """Make the threads with their answers, dated back; returns their number. ``authors`` by the municipality's key."""
    texts = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("*.toml"))}
    voters = [*User.objects.filter(memberships__isnull=False).order_by("pk")]
    threads = {
        name: _make_thread(text, authors, services, solutions, voters)
        for name, text in sorted(texts.items(), key=lambda item: item[1]["opened"])
    }
    for name, text in texts.items():
        if text.get("pinned"):
            pin_thread(thread=threads[name], actor=editor, pinned=True)
        if text.get("duplicate_of"):
            mark_duplicate(thread=threads[name], original=threads[text["duplicate_of"]], actor=editor)
        if text.get("closed"):
            close_thread(thread=threads[name], actor=editor, closed=True)
    return len(threads)


def _make_thread(
    text: dict[str, Any],
    authors: Mapping[str, User],
    services: Mapping[str, Service],
    solutions: Mapping[str, SolutionPage],
    voters: Sequence[User],
) -> ThreadPage:
    thread = open_thread(
        author=authors[text["municipality"]],
        title=text["title"],
        html=to_post(text["text"]),
        kind=ThreadKind(text["kind"]),
        visibility=Visibility(text["visibility"]),
        tags=text["tags"],
        services=[services[ozg_id] for ozg_id in text["services"]],
        solution=solutions.get(text.get("solution", "")),
    )
    opened = _moment(text["opened"])
    thread.posts.update(posted_at=opened)
    ThreadPage.objects.filter(pk=thread.pk).update(
        first_published_at=opened, last_published_at=opened, latest_revision_created_at=opened
    )
    for number, answer in enumerate(text.get("posts", [])):
        post = _make_post(thread, authors[answer["municipality"]], answer)
        others = [person for person in voters if person.pk != post.author_id]
        chosen = [others[(number * 7 + step) % len(others)] for step in range(min(answer["helpful"], len(others)))]
        HelpfulVote.objects.bulk_create(HelpfulVote(post=post, user=person) for person in chosen)
        Post.objects.filter(pk=post.pk).update(helpful_count=len(chosen))
        if answer.get("accepted"):
            ThreadPage.objects.filter(pk=thread.pk).update(accepted_answer=post)
    # Nobody comes to a site full of unread posts of last year; the newest ones are, so that one sees what that is like.
    keys = list(thread.posts.order_by("pk").values_list("pk", flat=True))
    last_read = keys[-3] if len(keys) > 3 and opened >= _moment(UNREAD_FROM) else keys[-1]
    ReadMark.objects.filter(thread=thread).delete()
    ReadMark.objects.bulk_create(ReadMark(user=person, thread=thread, last_read=last_read) for person in voters)
    thread.refresh_from_db()
    recount(thread)
    posts_changed.send(ThreadPage, thread=thread)
    return thread


def _make_post(thread: ThreadPage, author: User, answer: dict[str, Any]) -> Post:
    html, _mentioned = mark_mentions(to_post(answer["text"]))
    return Post.objects.create(
        thread=thread,
        author=author,
        municipality_id=municipality_of(author),
        html=html,
        text=text_of_html(without_mentions(html)),
        posted_at=_moment(answer["at"]),
    )


def to_post(text: str) -> str:
    """The small text format of the samples as the HTML of a post: paragraphs, lists, quotes, bold, italic, links."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return clean_html("".join(chain.from_iterable(_elements(block.splitlines()) for block in blocks)))


def _elements(lines: list[str]) -> Iterator[str]:
    for kind, group in groupby(_continued(lines), key=_kind_of):
        bare = [re.sub(dict(_KINDS)[kind], "", line, count=1) if kind else line for line in group]
        if kind == "quote":
            yield f"<blockquote>{to_post(chr(10).join(bare))}</blockquote>"
        elif kind:
            yield f"<{kind}>" + "".join(f"<li>{_inline(line)}</li>" for line in bare) + f"</{kind}>"
        else:
            yield f"<p>{_inline(' '.join(bare))}</p>"


def _continued(lines: list[str]) -> list[str]:
    """The lines with those joined to an item that are indented below it."""
    joined: list[str] = []
    for line in lines:
        if line.startswith("  ") and joined and _kind_of(joined[-1]):
            joined[-1] += f" {line.strip()}"
        else:
            joined.append(line)
    return joined


def _kind_of(line: str) -> str:
    return next((kind for kind, mark in _KINDS if mark.match(line)), "")


def _inline(text: str) -> str:
    html = escape(text, quote=False)
    for pattern, replacement in _INLINE:
        html = pattern.sub(replacement, html)
    return html


def _moment(local: datetime) -> datetime:
    return timezone.make_aware(local)
