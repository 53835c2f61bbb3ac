"""Which services a page is about."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable


class ServiceLink(Orderable):
    """A page deals with a service; the order is the author's."""

    page = ParentalKey("pages.ExchangePage", on_delete=models.CASCADE, related_name="service_links")
    service = models.ForeignKey(
        "ozg.Service", verbose_name=_("Service"), on_delete=models.PROTECT, related_name="page_links"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("service of a page")
        verbose_name_plural = _("services of a page")
        constraints = (
            models.UniqueConstraint(
                fields=["page", "service"],
                name="pages_servicelink_once",
                violation_error_message=_("This service is named twice."),
            ),
        )
