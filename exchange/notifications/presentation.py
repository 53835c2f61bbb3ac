"""What the inbox and mails show of a delivery."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from exchange.discussions.formatting import shortened
from exchange.notifications.enums import Event, Reason
from exchange.notifications.models import Delivery


@dataclass(frozen=True)
class Line:
    """One notification: what happened, to what, why one is told. ``number`` things of the same kind stand for one."""

    delivery: Delivery
    title: str
    sentence: str
    excerpt: str
    number: int = 1

    @property
    def url(self) -> str:
        """Address of what it is about."""
        return self.delivery.target_url

    @property
    def reason(self) -> str:
        """Why the person is told."""
        return self.delivery.reason_text


def line_of(delivery: Delivery, number: int = 1) -> Line:
    """A delivery as it is shown; it was fetched ``with_targets``."""
    text = delivery.post.text if delivery.post is not None else ""
    if delivery.event in (Event.PAGE, Event.UPDATE):
        text = delivery.page.summary
    return Line(
        delivery=delivery,
        title=delivery.page.title,
        sentence=_sentence(delivery, number),
        excerpt=shortened(text),
        number=number,
    )


def who_wrote(post: Any) -> str:
    """Name and municipality of a post's author."""
    name = str(post.author) if post is not None and post.author is not None else _("Former member")
    place = post.municipality if post is not None else None
    return f"{name} ({place.name})" if place is not None else name


def _sentence(delivery: Delivery, number: int) -> str:
    municipality = delivery.page.municipality
    place = municipality.name if municipality is not None else ""
    match delivery.event:
        case Event.THREAD:
            return _("New in the forum, by %(name)s") % {"name": who_wrote(delivery.post)}
        case Event.ANSWER if number > 1:
            return _("%(number)d new answers, the latest by %(name)s") % {
                "number": number,
                "name": who_wrote(delivery.post),
            }
        case Event.ANSWER:
            return _("%(name)s has answered") % {"name": who_wrote(delivery.post)}
        case Event.ACCEPTED if delivery.reason == Reason.OWN_POST:
            return _("Your answer was accepted")
        case Event.ACCEPTED:
            return _("The answer by %(name)s was accepted") % {"name": who_wrote(delivery.post)}
        case Event.ADOPTION:
            return _("%(municipality)s uses this solution as well") % {
                "municipality": delivery.adoption.municipality.name if delivery.adoption else ""
            }
        case Event.ESCALATION:
            return _("Nobody has answered for five working days")
        case Event.UPDATE:
            return _("Revised: %(kind)s") % {"kind": delivery.page.kind_label}
    label = delivery.page.kind_label
    return (
        _("New: %(kind)s from %(municipality)s") % {"kind": label, "municipality": place}
        if place
        else (_("New: %(kind)s") % {"kind": label})
    )


def grouped_lines(deliveries: list[Delivery]) -> list[tuple[str, list[Line]]]:
    """Lines for a digest under the names of their events; several of one kind on one page are one line."""
    groups: dict[Event, dict[int, list[Delivery]]] = {event: {} for event in Event}
    for delivery in deliveries:
        groups[Event(delivery.event)].setdefault(delivery.page_id, []).append(delivery)
    return [
        (str(event.label), [line_of(same[-1], len(same)) for same in pages.values()])
        for event, pages in groups.items()
        if pages
    ]
