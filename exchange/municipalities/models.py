"""The official register of municipalities."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.utils.translation import gettext_lazy as _

from exchange.municipalities.enums import Kind, SizeClass
from exchange.municipalities.fields import MailDomainsField, SortKeyField
from exchange.municipalities.naming import SLUG_LENGTH

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# \Z and not $, which in Python lets a line feed follow.
AGS_PATTERN = r"^[0-9]{8}\Z"
# Degrees, around Germany: catches swapped coordinates, which would throw a map out of scale.
LATITUDES = (47, 56)
LONGITUDES = (5, 16)


def _digits(pattern: str, message: StrPromise) -> RegexValidator:
    return RegexValidator(pattern, message, code="digits")


def _size_class_by_population() -> models.Case:
    return models.Case(
        *(models.When(population__gte=size.lower_bound, then=Value(size.value)) for size in reversed(SizeClass)),
        default=Value(None),
        output_field=models.CharField(max_length=20, null=True),
    )


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def joined(self) -> MunicipalityQuerySet:
        """Those that take part in the exchange."""
        return self.filter(joined_on__isnull=False)

    def in_county(self, county_ags: str) -> MunicipalityQuerySet:
        """Those of one county, by its five-digit key ("08317" for the Ortenaukreis)."""
        return self.filter(county_ags=county_ags)

    def with_position(self) -> MunicipalityQuerySet:
        """Those whose coordinates are known, so that they can stand on a map."""
        return self.filter(latitude__isnull=False, longitude__isnull=False)

    def of_size_class(self, *sizes: SizeClass) -> MunicipalityQuerySet:
        """Those of any of the given classes; none of them where no class is given."""
        return self.filter(size_class__in=sizes)


class Municipality(models.Model):
    """An entry of the official register. It takes part in the exchange once ``joined_on`` is set."""

    ags = models.CharField(
        _("municipality key (AGS)"),
        max_length=8,
        unique=True,
        validators=[_digits(AGS_PATTERN, _("The municipality key (AGS) has exactly eight digits."))],
        help_text=_("Eight digits, with leading zero. Example: 08317057"),
    )
    name = models.CharField(_("name"), max_length=120)
    official_name = models.CharField(
        _("official name"), max_length=200, blank=True, help_text=_("As in the register. Example: “Kehl, Stadt”")
    )
    sort_name = SortKeyField(max_length=240, editable=False)
    slug = models.SlugField(_("part of the address"), max_length=SLUG_LENGTH, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MUNICIPALITY)
    county = models.CharField(_("county"), max_length=100, blank=True)
    county_ags = models.CharField(
        _("county key"),
        max_length=5,
        blank=True,
        validators=[_digits(r"^[0-9]{5}\Z", _("The county key has exactly five digits."))],
    )
    state = models.CharField(_("federal state"), max_length=60, blank=True)
    state_ags = models.CharField(
        _("federal state key"),
        max_length=2,
        blank=True,
        validators=[_digits(r"^[0-9]{2}\Z", _("The federal state key has exactly two digits."))],
    )
    association = models.CharField(_("association of municipalities"), max_length=120, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), null=True, blank=True)
    population_date = models.DateField(_("inhabitants as of"), null=True, blank=True)
    area_km2 = models.DecimalField(
        _("area in km²"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    postcode = models.CharField(
        _("postcode of the town hall"),
        max_length=5,
        blank=True,
        validators=[_digits(r"^[0-9]{5}\Z", _("A postcode has exactly five digits."))],
    )
    latitude = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    website = models.URLField(_("website"), blank=True)
    mail_domains = MailDomainsField(
        _("mail domains"),
        default=list,
        blank=True,
        help_text=_("What stands behind the @ in the addresses of the staff, one domain a line."),
    )
    joined_on = models.DateField(
        _("member since"),
        null=True,
        blank=True,
        # Every page that lists the members, the map and the numbers on the home page ask for it.
        db_index=True,
    )
    size_class = models.GeneratedField(
        expression=_size_class_by_population(),
        output_field=models.CharField(max_length=20, null=True),
        db_persist=True,
        verbose_name=_("size class"),
    )

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        verbose_name = _("Municipality")
        verbose_name_plural = _("Municipalities")
        # The key decides between namesakes, so that pages of a list never overlap.
        ordering = ["sort_name", "ags"]
        indexes = [
            # Every list is in this order; 10,773 rows are to be read page by page without sorting them all.
            models.Index(fields=["sort_name", "ags"], name="municipality_order"),
            # The county is the usual first filter, and the map shows one county; sorted as in a list.
            models.Index(fields=["county_ags", "sort_name"], name="municipality_county"),
            # Facets count and filter by size.
            models.Index(fields=["size_class"], name="municipality_size"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(ags__regex=AGS_PATTERN),
                name="municipality_ags_has_eight_digits",
                violation_error_message=_("The municipality key (AGS) has exactly eight digits."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="municipality_has_a_name",
                violation_error_message=_("A municipality needs a name."),
            ),
            models.CheckConstraint(
                condition=Q(ags__startswith=F("county_ags")) & Q(ags__startswith=F("state_ags")),
                name="municipality_key_begins_with_county_and_state",
                violation_error_message=_("The municipality key (AGS) must begin with those of county and state."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # Said outright, because a comparison with an unknown value passes a check.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=LATITUDES, longitude__range=LONGITUDES),
                name="municipality_position_is_complete_and_in_germany",
                violation_error_message=_("Latitude and longitude belong together and must lie in Germany."),
            ),
            models.CheckConstraint(
                condition=Q(area_km2__isnull=True) | Q(area_km2__gte=0),
                name="municipality_area_is_not_negative",
                violation_error_message=_("An area cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "sort_name"}
        super().save(update_fields=update_fields, **kwargs)
        # Django 5.2 reads generated columns back after an insert only; dropped, the value is fetched when asked for.
        self.__dict__.pop("size_class", None)

    def clean(self) -> None:
        if not self.county_ags:
            self.county_ags = self.ags[:5]
        if not self.state_ags:
            self.state_ags = self.ags[:2]

    @property
    def size(self) -> SizeClass | None:
        """Size class with its label, of the population as it stands on this object; see SizeClass."""
        return SizeClass.for_population(self.population)

    @property
    def has_joined(self) -> bool:
        return self.joined_on is not None
