"""New hits of saved searches, looked for when digests are made."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone

from exchange.discussions.models import ThreadPage
from exchange.notifications.enums import Event, Reason, Rhythm, SubscriptionKind
from exchange.notifications.events import page_key, thread_key
from exchange.notifications.models import Subscription
from exchange.notifications.preferences import in_rhythm
from exchange.notifications.sources import Source, source_of
from exchange.notifications.telling import Candidate, Happening, tell

CHUNK = 200
# Who has no digest is told of hits with the daily ones.
_WITH_DAILY = (Rhythm.DAILY, Rhythm.AT_ONCE, Rhythm.SITE)


def look_for_hits(rhythm: Rhythm) -> None:
    """Tell the members whose digests are made in this rhythm of what is new in the searches that they follow.

    A page of which somebody has been told already, for example because of a tag, is not told again.
    """
    source = source_of(SubscriptionKind.SEARCH)
    if source is None or source.new_pages is None or rhythm == Rhythm.AT_ONCE:
        return
    for subscription in _followed_searches(_WITH_DAILY if rhythm == Rhythm.DAILY else (rhythm,)):
        _look(source, subscription)


def _followed_searches(rhythms: tuple[Rhythm, ...]) -> Iterator[Subscription]:
    active = Subscription.objects.active().filter(kind=SubscriptionKind.SEARCH)
    mine = active.filter(in_rhythm(*rhythms, prefix="user__")).select_related("user").order_by("pk")
    last = 0
    while chunk := list(mine.filter(pk__gt=last)[:CHUNK]):
        yield from chunk
        last = chunk[-1].pk


@transaction.atomic
def _look(source: Source, subscription: Subscription) -> None:
    now = timezone.now()
    user = subscription.user
    search = source.find(user, subscription.target_id) if user.is_member else None
    if search is None or source.new_pages is None:
        return
    found = list(source.new_pages(search, user, subscription.checked_at))
    threads = set(ThreadPage.objects.filter(pk__in=found).order_by().values_list("pk", flat=True)) if found else set()
    candidate = Candidate(user.pk, Reason.SEARCH, source.title(search)[:250])
    for page_id in found:
        if page_id in threads:
            happening = Happening(thread_key(page_id), Event.THREAD, page_id, post_id=_opening(page_id))
        else:
            happening = Happening(page_key(page_id), Event.PAGE, page_id)
        tell(happening, [candidate])
    Subscription.objects.filter(pk=subscription.pk).update(checked_at=now)


def _opening(thread_id: int) -> int | None:
    from exchange.discussions.models import Post

    return Post.objects.filter(thread=thread_id, is_opening=True).values_list("pk", flat=True).first()
