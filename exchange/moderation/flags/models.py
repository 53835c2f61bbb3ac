"""Reports of contributions, and what was decided about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.moderation.flags.enums import WAITING, Action, Reason, State

TEXT_LENGTH = 4_000  # characters
OBJECTION_PERIOD = timedelta(days=183)  # six months, article 20 of the DSA


class FlagCaseQuerySet(models.QuerySet["FlagCase"]):
    """Cases in the words of the editors."""

    def waiting(self) -> FlagCaseQuerySet:
        """Those that need a decision."""
        return self.filter(state__in=WAITING)


class FlagCase(models.Model):
    """One page or post that was reported, with all reports that are decided together.

    ``title``, ``url`` and ``snapshot`` are those of the first report: the thing itself may change or go.
    """

    page = models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    post = models.ForeignKey("discussions.Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=300)
    url = models.TextField()
    snapshot = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    # Since when it waits, or when it was decided last.
    moved_at = models.DateTimeField(default=timezone.now)

    objects = FlagCaseQuerySet.as_manager()

    # Wagtail would show to everybody who may edit a page that it was reported.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("reported contribution")
        verbose_name_plural = _("reported contributions")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=State.values), name="moderation_known_state"),
            models.CheckConstraint(condition=Q(page=None) | Q(post=None), name="moderation_page_or_post"),
            models.UniqueConstraint(
                fields=["page"], condition=Q(state=State.OPEN), name="moderation_one_open_case_of_page"
            ),
            models.UniqueConstraint(
                fields=["post"], condition=Q(state=State.OPEN), name="moderation_one_open_case_of_post"
            ),
        )
        indexes: ClassVar = [
            # The queue and its counter, in the menu of every page of the editor.
            models.Index(fields=["moved_at"], condition=Q(state__in=WAITING), name="moderation_waiting"),
            # The list of what was decided, and clean_flags.
            models.Index(fields=["state", "-moved_at"], name="moderation_decided"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether it needs a decision."""
        return self.state in WAITING

    @property
    def is_objection(self) -> bool:
        """Whether somebody objects to the first decision."""
        return self.state == State.OBJECTED


class Flag(models.Model):
    """One report. What tells of the person who sent it is deleted six months after the decision (see cleaning.py)."""

    case = models.ForeignKey(FlagCase, on_delete=models.CASCADE, related_name="flags")
    reason = models.CharField(_("What is wrong?"), max_length=13, choices=Reason)
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    name = models.CharField(max_length=150, blank=True)
    mail = models.EmailField(blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="flags"
    )
    at = models.DateTimeField(default=timezone.now)
    cleaned_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("report of a contribution")
        verbose_name_plural = _("reports of contributions")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(reason__in=Reason.values), name="moderation_known_reason"),
            # Members are told by the address of their account alone.
            models.CheckConstraint(condition=Q(reporter=None) | Q(mail=""), name="moderation_account_or_address"),
            models.CheckConstraint(
                condition=Q(cleaned_at=None) | Q(text="", name="", mail="", reporter=None),
                name="moderation_cleaned_is_empty",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people name it by when they write to the editors."""
        return f"M-{self.pk}"

    @property
    def address(self) -> str:
        """Where whoever sent it is told of the decision; empty where nobody can be."""
        if self.reporter is not None:
            return self.reporter.email if self.reporter.is_active else ""
        return self.mail


class Decision(models.Model):
    """What an editor decided: first about the reports, then, if somebody objects, finally."""

    case = models.ForeignKey(FlagCase, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    action = models.CharField(max_length=16, choices=Action)
    reason = models.TextField(max_length=TEXT_LENGTH)
    is_final = models.BooleanField(default=False)
    # The text that was judged.
    snapshot = models.TextField(blank=True)
    # What was published of a page before it was taken off the site.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("decision about reports")
        verbose_name_plural = _("decisions about reports")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(action__in=Action.values), name="moderation_known_action"),
            models.CheckConstraint(condition=~Q(reason=""), name="moderation_decision_has_reason"),
            models.UniqueConstraint(fields=["case", "is_final"], name="moderation_first_and_final_decision"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.action}"

    @property
    def outcome(self) -> str:
        """What those concerned read about it."""
        return Action(self.action).outcome

    @property
    def objections_until(self) -> datetime:
        """When the time for objections ends."""
        return self.at + OBJECTION_PERIOD


class Objection(models.Model):
    """That somebody disagrees with the first decision: a reporter, or the author's side where ``flag`` is None."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="objections")
    flag = models.OneToOneField(Flag, null=True, blank=True, on_delete=models.CASCADE, related_name="objection")
    text = models.TextField(max_length=TEXT_LENGTH, blank=True)
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["decision"], condition=Q(flag=None), name="moderation_one_objection_of_author"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.at:%Y-%m-%d}"
