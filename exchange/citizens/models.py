"""Questions that people without an account ask a municipality about one of its pages."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.citizens.enums import State
from exchange.members.roles import Role
from exchange.pages.models import ExchangePage

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from exchange.members.models import User

MOST_CHARACTERS = 2_000  # of a question
MOST_CHARACTERS_OF_ANSWER = 6_000
LATE_AFTER = timedelta(days=14)

_PUBLIC = (State.PUBLISHED, State.ANSWERED)
_CLOSED = (State.ANSWERED, State.REFUSED)


class CitizenQuestionQuerySet(models.QuerySet["CitizenQuestion"]):
    """Questions in the words of the exchange."""

    def public(self) -> Self:
        """Those that have been published, wherever their page is."""
        return self.filter(state__in=_PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Published ones on pages that this person may read: a question is never seen further than its page."""
        return self.public().filter(page__in=ExchangePage.objects.visible_to(user).order_by().values("pk"))

    def to_review_by(self, user: User) -> Self:
        """What waits for this person: editors review everything, coordinators what their municipality is asked."""
        return self.filter(state=State.WAITING)._of_municipalities(user, Role.COORDINATOR)

    def to_answer_by(self, user: User) -> Self:
        """What is public and has no answer yet, for those who may give it."""
        return self.filter(state=State.PUBLISHED)._of_municipalities(user, *Role)

    def handled_by(self, user: User) -> Self:
        """All that this person may look at to review or to answer it; nobody sees what was not confirmed."""
        confirmed = self.exclude(state=State.UNCONFIRMED)
        reviewed = confirmed._of_municipalities(user, Role.COORDINATOR)
        answered = confirmed.public()._of_municipalities(user, *Role)
        return self.filter(Q(pk__in=reviewed.values("pk")) | Q(pk__in=answered.values("pk")))

    def closed(self) -> Self:
        """Answered or refused."""
        return self.filter(state__in=_CLOSED)

    def _of_municipalities(self, user: User, *roles: Role) -> Self:
        if not user.is_active:
            return self.none()
        if user.is_editor:
            return self
        return self.filter(municipality__in=[m.municipality_id for m in user.active_memberships if m.role in roles])


class CitizenQuestion(models.Model):
    """A question, what became of it, and the answer.

    ``email`` is for the confirmation and for the answer alone; no view, form or list ever shows it.
    """

    page = models.ForeignKey(ExchangePage, on_delete=models.CASCADE, related_name="citizen_questions")
    municipality = models.ForeignKey(
        "municipalities.Municipality", on_delete=models.PROTECT, related_name="citizen_questions"
    )
    name = models.CharField(gettext_lazy("Name"), max_length=80, blank=True)
    show_name = models.BooleanField(default=False)
    email = models.EmailField(gettext_lazy("E-mail"), blank=True)
    text = models.TextField(gettext_lazy("Question"), max_length=MOST_CHARACTERS)
    state = models.CharField(gettext_lazy("State"), max_length=12, choices=State, default=State.UNCONFIRMED)
    # Raised by every decision, so that nobody overwrites what a colleague did meanwhile.
    version = models.PositiveIntegerField(default=0)

    asked_at = models.DateTimeField(gettext_lazy("Asked"), default=timezone.now)
    confirmed_at = models.DateTimeField(gettext_lazy("Confirmed"), null=True, blank=True)
    decided_at = models.DateTimeField(gettext_lazy("Decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    refusal = models.TextField(gettext_lazy("Reason"), blank=True)
    answer = models.TextField(gettext_lazy("Answer"), max_length=MOST_CHARACTERS_OF_ANSWER, blank=True)
    answered_at = models.DateTimeField(gettext_lazy("Answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CitizenQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("question to a municipality")
        verbose_name_plural = gettext_lazy("questions to municipalities")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="citizens_known_state"),
            models.CheckConstraint(
                condition=Q(state=State.UNCONFIRMED, confirmed_at=None)
                | (~Q(state=State.UNCONFIRMED) & Q(confirmed_at__isnull=False)),
                name="citizens_confirmed_before_all_else",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(State.UNCONFIRMED, State.WAITING), decided_at=None)
                | Q(state__in=(*_PUBLIC, State.REFUSED), decided_at__isnull=False),
                name="citizens_reviewed_before_public",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.REFUSED) & ~Q(refusal="")) | (~Q(state=State.REFUSED) & Q(refusal="")),
                name="citizens_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.ANSWERED, answered_at__isnull=False) & ~Q(answer=""))
                | (~Q(state=State.ANSWERED) & Q(answer="", answered_at=None)),
                name="citizens_answered_with_text",
            ),
            # Without an address nobody could confirm the question, or be told why it was refused.
            models.CheckConstraint(
                condition=~Q(email="") | Q(state__in=(*_PUBLIC, State.REFUSED)), name="citizens_can_be_told"
            ),
            models.CheckConstraint(condition=Q(show_name=False) | ~Q(name=""), name="citizens_name_to_show"),
            models.CheckConstraint(condition=~Q(text=""), name="citizens_asks_something"),
        )
        indexes: ClassVar = [
            # The questions under a page.
            models.Index(fields=["page", "state"], name="citizens_of_page"),
            # What waits for a municipality.
            models.Index(fields=["municipality", "state", "confirmed_at"], name="citizens_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_state_display()}"

    @property
    def asker(self) -> str:
        """What the public calls the person: the name only where they want that."""
        return self.name if self.show_name else _("A citizen")

    @property
    def is_public(self) -> bool:
        """Whether it stands under its page."""
        return self.state in _PUBLIC

    @property
    def is_answered(self) -> bool:
        """Whether the answer stands under it."""
        return self.state == State.ANSWERED

    @property
    def is_waiting(self) -> bool:
        """Whether it waits for a review."""
        return self.state == State.WAITING

    @property
    def is_refused(self) -> bool:
        """Whether it was refused."""
        return self.state == State.REFUSED

    @property
    def is_late(self) -> bool:
        """Whether the person has been waiting for more than two weeks."""
        if self.confirmed_at is None or self.state in _CLOSED:
            return False
        return timezone.now() - self.confirmed_at > LATE_AFTER

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"rueckfrage-{self.pk}"

    @property
    def space_url(self) -> str:
        """Address of the municipality's space."""
        return f"/kommunen/{self.municipality.slug}/"

    @cached_property
    def public_page(self) -> ExchangePage | None:
        """Its page where everybody may read it, else None: for mails and for people without an account."""
        page: ExchangePage = self.page
        return page if page.live and not page.is_members_only else None

    def may_be_reviewed_by(self, user: Any) -> bool:
        """Coordinators of the municipality and the county's editors."""
        return bool(user.is_editor or user.has_role(self.municipality_id, Role.COORDINATOR))

    def may_be_answered_by(self, user: Any) -> bool:
        """Members of the municipality and the county's editors."""
        return bool(user.is_editor or user.has_role(self.municipality_id, *Role))
