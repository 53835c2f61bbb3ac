"""Who uses a solution: „Nutzen wir auch“."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from exchange.solutions.enums import AdoptionState, Operation


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Adoptions in the words of the exchange."""

    def declared(self) -> AdoptionQuerySet:
        """Those that have not been withdrawn."""
        return self.filter(withdrawn_on=None)


class Adoption(models.Model):
    """A municipality tests, plans, runs or gave up a solution. There is one for each pair; withdrawn ones stay."""

    municipality = models.ForeignKey(
        "municipalities.Municipality",
        verbose_name=_("Municipality"),
        on_delete=models.PROTECT,
        related_name="adoptions",
    )
    solution = models.ForeignKey(
        "solutions.SolutionPage", verbose_name=_("Solution"), on_delete=models.CASCADE, related_name="adoptions"
    )
    state = models.CharField(_("How do you use it?"), max_length=10, choices=AdoptionState)
    version = models.CharField(_("Version"), max_length=50, blank=True)
    since = models.DateField(_("Since"), null=True, blank=True)
    operated_by = models.CharField(_("Who operates it?"), max_length=15, choices=Operation, blank=True)
    use_case = models.TextField(
        _("What for?"),
        max_length=600,
        blank=True,
        help_text=_("One or two sentences: for which task, in which office, with what result?"),
    )
    contact_role = models.CharField(
        _("Whom may colleagues ask?"),
        max_length=150,
        help_text=_("A role that stays when people change: Sachgebiet Digitalisierung"),
    )
    contact_mail = models.EmailField(
        _("Contact's e-mail"), help_text=_("An address of the office; only members see it.")
    )
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("Changed"), default=timezone.now, editable=False)

    objects = AdoptionQuerySet.as_manager()

    # Whether it is one of the municipalities most like the reader's; set by presentation.adopters_of.
    is_alike = False

    class Meta:
        verbose_name = _("adoption")
        verbose_name_plural = _("adoptions")
        constraints = (
            models.UniqueConstraint(fields=["municipality", "solution"], name="solutions_adoption_once"),
            models.CheckConstraint(
                condition=models.Q(state__in=AdoptionState.values), name="solutions_adoption_known_state"
            ),
            models.CheckConstraint(
                condition=models.Q(operated_by__in=["", *Operation.values]), name="solutions_adoption_known_operation"
            ),
        )
        # The adopters of a solution, and what a municipality uses.
        indexes: ClassVar = [models.Index(fields=["solution", "withdrawn_on"], name="solutions_adopters")]

    def __str__(self) -> str:
        return f"{self.municipality} – {self.solution}"

    @property
    def space_url(self) -> str:
        """Address of the municipality's space."""
        return f"/kommunen/{self.municipality.slug}/"


class CoupledSoftware(models.Model):
    """Specialist software that an adopter has connected with the solution, and whether it worked."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="coupled")
    name = models.CharField(_("Specialist software"), max_length=150)
    worked = models.BooleanField(_("The connection works"))
    note = models.CharField(_("What was it like?"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("connected specialist software")
        verbose_name_plural = _("connected specialist software")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class AdoptionChange(models.Model):
    """What an adoption said from a moment on: its history. Without the contact's address, which is for asking only."""

    adoption = models.ForeignKey(Adoption, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField(_("At"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("By"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=10, choices=AdoptionState)
    version = models.CharField(max_length=50, blank=True)
    use_case = models.TextField(max_length=600, blank=True)
    withdrawn = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("change of an adoption")
        verbose_name_plural = _("changes of adoptions")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.adoption_id}: {self.state}"
