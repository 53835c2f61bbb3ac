"""What hangs on a solution: companies, contacts, pictures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.models import Orderable
from wagtail.search import index


class Provider(Orderable, index.Indexed):
    """A company that maintains the software or works on it for municipalities."""

    solution = ParentalKey("solutions.SolutionPage", on_delete=models.CASCADE, related_name="providers")
    name = models.CharField(_("Company"), max_length=150)
    website = models.URLField(_("Website"), blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    until = models.DateField(_("Contract until"), null=True, blank=True)

    panels = (FieldPanel("name"), FieldPanel("website"), FieldPanel("email"), FieldPanel("until"))
    search_fields = (index.SearchField("name"),)

    class Meta(Orderable.Meta):
        verbose_name = _("service provider")
        verbose_name_plural = _("service providers")

    def __str__(self) -> str:
        return self.name


class Contact(Orderable):
    """Whom to ask about the software: a role, not a person, so that it stays true."""

    solution = ParentalKey("solutions.SolutionPage", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("Role"), max_length=150, help_text=_("For example: Team Onlinedienste"))
    affiliation = models.CharField(_("Organisation"), max_length=150, blank=True)
    email = models.EmailField(_("E-mail"), blank=True, help_text=_("Only members see it."))
    phone = models.CharField(_("Telephone"), max_length=40, blank=True)

    panels = (FieldPanel("name"), FieldPanel("affiliation"), FieldPanel("email"), FieldPanel("phone"))

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return self.name


class Screenshot(Orderable):
    """A picture of the software at work."""

    solution = ParentalKey("solutions.SolutionPage", on_delete=models.CASCADE, related_name="screenshots")
    image = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("Picture"), on_delete=models.CASCADE, related_name="+"
    )
    alternative_text = models.CharField(
        _("What is to be seen?"), max_length=300, help_text=_("Read out to people who cannot see the picture.")
    )

    panels = (FieldPanel("image"), FieldPanel("alternative_text"))

    class Meta(Orderable.Meta):
        verbose_name = _("screenshot")
        verbose_name_plural = _("screenshots")

    def __str__(self) -> str:
        return self.alternative_text
