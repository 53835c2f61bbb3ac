"""Background work of the notifications. Every task may run twice: nobody is told, or mailed, the same again."""

from __future__ import annotations

from django_tasks import task

from exchange.notifications import events


@task(backend="background")
def tell_of_post(post_id: int, mentioned: list[int]) -> None:
    """Tell of a post: of a new thread if it opens one, otherwise of an answer."""
    events.tell_of_post(post_id, mentioned)


@task(backend="background")
def tell_of_accepted_answer(post_id: int, actor_id: int) -> None:
    """Tell that an answer was accepted."""
    events.tell_of_accepted_answer(post_id, actor_id)


@task(backend="background")
def tell_of_page(page_id: int, actor_id: int | None, first: bool, day: str) -> None:
    """Tell of a page that was published for the first time, or revised on this day."""
    events.tell_of_page(page_id, actor_id=actor_id, first=first, day=day)


@task(backend="background")
def tell_of_adoption(adoption_id: int, actor_id: int) -> None:
    """Tell that a municipality has declared that it uses a solution."""
    events.tell_of_adoption(adoption_id, actor_id)


@task(backend="background")
def send_mails_at_once() -> None:
    """Send the mails of those who want to be told at once."""
    from exchange.notifications.enums import Rhythm
    from exchange.notifications.mails.sending import send_due

    send_due(Rhythm.AT_ONCE)
