"""Choices of solutions and adoptions; those of solutions are the words of the standard publiccode.yml 0.7."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DevelopmentStatus(models.TextChoices):
    """How far the software has come."""

    CONCEPT = "concept", _("Concept")
    DEVELOPMENT = "development", _("In development")
    BETA = "beta", _("Beta")
    STABLE = "stable", _("Stable")
    OBSOLETE = "obsolete", _("No longer developed")


class SoftwareType(models.TextChoices):
    """What kind of software it is."""

    WEB = "standalone/web", _("Web application")
    DESKTOP = "standalone/desktop", _("Desktop program")
    MOBILE = "standalone/mobile", _("Mobile app")
    IOT = "standalone/iot", _("Software for devices (IoT)")
    BACKEND = "standalone/backend", _("Server without an interface of its own")
    OTHER = "standalone/other", _("Other software")
    ADDON = "addon", _("Extension")
    LIBRARY = "library", _("Library")
    CONFIGURATION = "configurationFiles", _("Configuration and templates")


class Maintenance(models.TextChoices):
    """Who keeps the software going."""

    INTERNAL = "internal", _("Internal staff of the owner")
    CONTRACT = "contract", _("Company under contract")
    COMMUNITY = "community", _("Community")
    NONE = "none", _("Nobody")


class Platform(models.TextChoices):
    """Where it runs."""

    WEB = "web", _("Browser")
    WINDOWS = "windows", "Windows"
    MAC = "mac", "macOS"
    LINUX = "linux", "Linux"
    IOS = "ios", "iOS"
    ANDROID = "android", "Android"


class AdoptionState(models.TextChoices):
    """How a municipality stands to a solution."""

    RUNNING = "running", _("In operation")
    TESTING = "testing", _("Being tested")
    PLANNED = "planned", _("Planned")
    GIVEN_UP = "given_up", _("Given up")


class Operation(models.TextChoices):
    """Who runs the solution for a municipality."""

    SELF = "self", _("The municipality itself")
    IT_PROVIDER = "it_provider", _("Municipal IT provider")
    VENDOR = "vendor", _("Vendor or service company")


class LicenceKind(models.TextChoices):
    """What a licence allows, told from the SPDX list."""

    OPEN = "open", _("Open source")
    PROPRIETARY = "proprietary", _("Not open source")
    UNKNOWN = "unknown", _("Licence not known")
