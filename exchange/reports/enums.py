"""Choices of reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """How far the project has come."""

    PLANNED = "planned", _("Planned")
    PILOT = "pilot", _("Pilot")
    LIVE = "live", _("In operation")
    ABANDONED = "abandoned", _("Abandoned")


class Procurement(models.TextChoices):
    """How the solution was bought; the usual routes below and above the thresholds of UVgO and GWB."""

    DIRECT_AWARD = "direct_award", _("Direct award")
    NEGOTIATED = "negotiated", _("Negotiated award")
    OPEN_TENDER = "open_tender", _("Public tender")
    FRAMEWORK = "framework", _("Framework contract")
    COOPERATION = "cooperation", _("Municipal cooperation")
    IN_HOUSE = "in_house", _("In-house award to the IT provider")
    NONE = "none", _("Nothing bought")


class SoftwareKind(models.TextChoices):
    """The part a product plays."""

    SOFTWARE = "software", _("Software")
    SPECIALIST = "specialist", _("Specialist software (Fachverfahren)")
    INTERFACE = "interface", _("Interface")
