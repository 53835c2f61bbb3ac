"""What a person may read, said once: every list, feed, count and file goes through here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils import timezone
from wagtail.query import PageQuerySet

from exchange.pages.enums import Visibility

if TYPE_CHECKING:
    from exchange.members.models import User


class ExchangePageQuerySet(PageQuerySet):
    """Queries in the words of the exchange."""

    def public(self) -> Self:
        """Pages that everybody may read. Wagtail's sitemap and API ask for this."""
        return super().public().filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published pages that this person may read: members everything, visitors what is public."""
        if getattr(user, "is_member", False):
            return self.live()
        return self.live().filter(visibility=Visibility.PUBLIC)

    def contributions(self) -> Self:
        """Pages that people write, without the pages that only hold the site together."""
        from exchange.pages.models.base import contribution_models

        return self.type(*contribution_models())

    def newest_first(self) -> Self:
        """By first publication, the newest first; the key makes the order the same on every database."""
        return self.order_by("-first_published_at", "-pk")

    def overdue(self) -> Self:
        """Pages whose review date has passed."""
        return self.filter(review_due__lt=timezone.localdate())

    def for_list(self) -> Self:
        """With all that a card shows, in a number of queries that does not grow with the list."""
        return (
            self.specific()
            .select_related("municipality", "content_type", for_specific_subqueries=True)
            .prefetch_related("tagged_items__tag", for_specific_subqueries=True)
        )

    def about_service(self, service_id: int) -> Self:
        """Pages that deal with this service."""
        return self.filter(service_links__service=service_id)

    def about_topic(self, topic_field_id: int) -> Self:
        """Pages that deal with a service of this topic field."""
        from exchange.pages.models.services import ServiceLink

        return self.filter(pk__in=ServiceLink.objects.filter(service__topic_field=topic_field_id).values("page"))

    def tagged(self, tag_id: int) -> Self:
        """Pages that carry this tag."""
        return self.filter(tagged_items__tag=tag_id)


def public_q(prefix: str = "") -> Q:
    """Condition for pages that everybody may read, for queries that reach pages over a relation."""
    conditions: dict[str, Any] = {f"{prefix}live": True, f"{prefix}visibility": Visibility.PUBLIC}
    return Q(**conditions)
