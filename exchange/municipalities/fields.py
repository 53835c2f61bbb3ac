"""Fields that keep their value in shape on its way into the database, bulk creation included."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DomainNameValidator
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext_lazy as _

from exchange.municipalities.naming import sort_key

# Anybody can get an address there, so such a domain proves no employment.
PUBLIC_MAIL_DOMAINS = frozenset(
    {
        "aol.com",
        "arcor.de",
        "freenet.de",
        "gmail.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.com",
        "hotmail.de",
        "icloud.com",
        "live.de",
        "mail.de",
        "mailbox.org",
        "online.de",
        "outlook.com",
        "outlook.de",
        "posteo.de",
        "t-online.de",
        "web.de",
        "yahoo.com",
        "yahoo.de",
    }
)
_is_domain = DomainNameValidator()


def normalise_mail_domains(domains: list[str]) -> list[str]:
    """The domains in lower case, without blanks, a leading @ or a final dot, each once, in the given order."""
    cleaned = (domain.strip().removeprefix("@").rstrip(".").lower() for domain in domains)
    return list(dict.fromkeys(domain for domain in cleaned if domain))


def validate_mail_domains(value: Any) -> None:
    """Raise ValidationError unless the value is a list of domain names that belong to one organisation."""
    if not isinstance(value, list) or not all(isinstance(domain, str) for domain in value):
        raise ValidationError(_("Enter a list of domain names."), code="no_list")
    for domain in normalise_mail_domains(value):
        try:
            _is_domain(domain)
        except ValidationError:
            raise ValidationError(
                _("“%(domain)s” is not a domain name. Example: town.example"),
                code="no_domain",
                params={"domain": domain},
            ) from None
        if domain in PUBLIC_MAIL_DOMAINS:
            raise ValidationError(
                _("Anybody can get an address at “%(domain)s”. Enter domains that only the municipality uses."),
                code="public_domain",
                params={"domain": domain},
            )


class MailDomainsFormField(forms.Field):
    """One domain a line (commas do as well) instead of JSON, which is no matter for an editor."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return normalise_mail_domains(value)
        return normalise_mail_domains((value or "").replace(",", "\n").splitlines())

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class MailDomainsField(models.JSONField):
    """List of mail domains, stored in lower case."""

    default_validators = [validate_mail_domains]

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = super().pre_save(model_instance, add)
        if isinstance(value, list):
            value = normalise_mail_domains(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value: Any, connection: BaseDatabaseWrapper) -> Any:
        # An update() of a queryset does not come by pre_save.
        return super().get_db_prep_save(normalise_mail_domains(value) if isinstance(value, list) else value, connection)

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        # Past JSONField, which would hand its encoder and decoder to the form.
        return models.Field.formfield(
            self, **{"form_class": MailDomainsFormField, "show_hidden_initial": False, **kwargs}
        )


class SortKeyField(models.CharField):  # type: ignore[type-arg]
    """The sort key of the model's ``name``, kept in step with it; whoever calls ``update(name=…)`` sets both."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sort_key(model_instance.name)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value
