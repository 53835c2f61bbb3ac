"""What the operator says about the site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def _legal_page(label: Any) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.WAGTAIL_PAGE_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )


@register_setting(icon="cog")
class ExchangeSettings(BaseGenericSetting):
    """Name, operator, contact and legal pages."""

    site_name = models.CharField(_("Name of the site"), max_length=60, default="Interkommunal")
    claim = models.CharField(
        _("What it is, in one sentence"),
        max_length=200,
        default="Der Erfahrungsaustausch der Kommunen zur Digitalisierung",
    )
    operator = models.CharField(_("Operator"), max_length=200, blank=True)
    contact_mail = models.EmailField(_("Contact"), blank=True)
    accessibility_mail = models.EmailField(
        _("Contact for accessibility"), blank=True, help_text=_("Reached by “Report a barrier” on every page.")
    )
    security_mail = models.EmailField(
        _("Contact for security"), blank=True, help_text=_("Published in /.well-known/security.txt (RFC 9116).")
    )
    imprint = _legal_page(_("Legal notice"))
    privacy = _legal_page(_("Privacy"))
    accessibility = _legal_page(_("Accessibility statement"))
    easy_language = _legal_page(_("Easy language"))
    sign_language = _legal_page(_("Sign language"))
    sample_content = models.BooleanField(
        _("Sample content"), default=False, help_text=_("Tells every reader that the contributions are invented.")
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("claim"), FieldPanel("operator"), FieldPanel("sample_content")],
            heading=_("Site"),
        ),
        MultiFieldPanel(
            [FieldPanel("contact_mail"), FieldPanel("accessibility_mail"), FieldPanel("security_mail")],
            heading=_("Contact"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("imprint"),
                FieldPanel("privacy"),
                FieldPanel("accessibility"),
                FieldPanel("easy_language"),
                FieldPanel("sign_language"),
            ],
            heading=_("Pages linked at the foot"),
        ),
    ]

    class Meta:
        verbose_name = _("Settings of the exchange")
