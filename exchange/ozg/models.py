"""Administrative services of the OZG catalogue and the topic fields they belong to."""

from __future__ import annotations

from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from exchange.ozg.validators import OZG_ID_PATTERN, validate_leika_keys, validate_ozg_id, validate_synonyms

TOPIC_FIELD_COUNT = 14
MAX_NAME_LENGTH = 200  # characters of the name of a service


class TopicField(models.Model):
    """One of the 14 topic fields into which the OZG catalogue divides all services."""

    number = models.PositiveSmallIntegerField(
        _("number"), unique=True, validators=[MinValueValidator(1), MaxValueValidator(TOPIC_FIELD_COUNT)]
    )
    name = models.CharField(_("name"), max_length=100, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    description = models.CharField(_("short description"), max_length=300, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("topic field")
        verbose_name_plural = _("topic fields")
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=TOPIC_FIELD_COUNT),
                name="ozg_topic_field_number_in_range",
                violation_error_message=_("The number of a topic field is between 1 and 14."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""),
                name="ozg_topic_field_has_name_and_slug",
                violation_error_message=_("A topic field needs a name and an address."),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the page that lists the services of this topic field."""
        return reverse("catalogue:topic_field", args=[self.slug])


class ServiceQuerySet(models.QuerySet["Service"]):
    """Services in the words of the catalogue."""

    def municipal(self) -> Self:
        """Only the services that towns and municipalities carry out themselves."""
        return self.filter(is_municipal=True)


class Service(models.Model):
    """An administrative service (OZG-Leistung), such as „Wohngeld“, with the words people use for it."""

    ozg_id = models.CharField(
        _("OZG id"), max_length=5, unique=True, validators=[validate_ozg_id], help_text=_("Five digits, e.g. 10092.")
    )
    name = models.CharField(_("name"), max_length=MAX_NAME_LENGTH)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    topic_field = models.ForeignKey(
        TopicField, on_delete=models.PROTECT, related_name="services", verbose_name=_("topic field")
    )
    life_situation = models.CharField(_("life situation"), max_length=100, blank=True)
    leika_keys = models.JSONField(
        _("LeiKa keys"),
        default=list,
        blank=True,
        validators=[validate_leika_keys],
        help_text=_("Keys of the federal list of services (Leistungskatalog), 14 digits each."),
    )
    synonyms = models.JSONField(
        _("synonyms"),
        default=list,
        blank=True,
        validators=[validate_synonyms],
        help_text=_("What people call the service and type into a search box."),
    )
    is_municipal = models.BooleanField(
        _("municipal service"), default=False, help_text=_("Towns and municipalities carry it out themselves.")
    )

    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("service")
        verbose_name_plural = _("services")
        indexes = [
            # The public catalogue shows the municipal services by name.
            models.Index(fields=["is_municipal", "name"], name="ozg_service_municipal_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ozg_id__regex=OZG_ID_PATTERN),
                name="ozg_service_ozg_id_has_five_digits",
                violation_error_message=_("An OZG id has five digits."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(slug=""),
                name="ozg_service_has_name_and_slug",
                violation_error_message=_("A service needs a name and an address."),
            ),
        ]

    def __str__(self) -> str:
        """Return the name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Address of the page about this service."""
        return reverse("catalogue:service", args=[self.slug])
