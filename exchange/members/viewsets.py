"""Administration of accounts and memberships in the editor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, UserViewSet

from exchange.members.models import Membership, User
from exchange.members.roles import EDITORS_GROUP


class AccountFormMixin(forms.ModelForm[User]):
    """The function of a person, and only the groups that no membership gives."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "groups" in self.fields:
            groups: forms.ModelMultipleChoiceField[Group] = self.fields["groups"]  # type: ignore[assignment]
            groups.queryset = Group.objects.filter(name=EDITORS_GROUP)
            groups.help_text = _(
                "The roles in municipalities are given under “Memberships”; here only the rights on the whole site."
            )

    def _save_m2m(self) -> None:
        """Set the groups offered here and leave those of the memberships alone."""
        kept = [] if self.instance.pk is None else list(self.instance.groups.exclude(name=EDITORS_GROUP))
        super()._save_m2m()  # type: ignore[misc]
        if "groups" in self.cleaned_data:
            self.instance.groups.add(*kept)


class AccountCreationForm(AccountFormMixin, UserCreationForm):
    """A new account."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"job_title"}


class AccountEditForm(AccountFormMixin, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"job_title"}


class OnlyAdministratorsMakeAdministrators:
    """Whoever is none can neither become nor make one: Wagtail asks for the right to change accounts alone."""

    request: HttpRequest

    def get_form(self, *args: Any, **kwargs: Any) -> forms.ModelForm[User]:
        """The form, in which others than administrators cannot tick the box."""
        form: forms.ModelForm[User] = super().get_form(*args, **kwargs)  # type: ignore[misc]
        if not is_administrator(self.request.user) and "is_superuser" in form.fields:
            form.fields["is_superuser"].disabled = True
        return form


class AccountCreateView(OnlyAdministratorsMakeAdministrators, CreateView):
    """A new account."""


class AccountEditView(OnlyAdministratorsMakeAdministrators, EditView):
    """An account that exists; those of administrators only for administrators, since a new password is a key."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse what ``may_manage`` does not allow."""
        if not may_manage(request.user, [self.object]):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response


def is_administrator(user: Any) -> bool:
    """Whether this person may do everything."""
    return bool(user.is_active and user.is_superuser)


def may_manage(user: Any, accounts: Iterable[Any]) -> bool:
    """Whether this person may change all of these accounts."""
    return is_administrator(user) or not any(account.is_superuser for account in accounts)


class AccountViewSet(UserViewSet):
    """Wagtail's views with the forms above."""

    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    create_template_name = "members/accounts/create.html"
    edit_template_name = "members/accounts/edit.html"

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm[User]]:
        """The form for a new account or one that exists."""
        return AccountEditForm if for_update else AccountCreationForm


class MembershipViewSet(ModelViewSet):
    """Who belongs to which municipality, in which role."""

    model = Membership
    icon = "group"
    menu_label = _("Memberships")
    menu_order = 610
    add_to_settings_menu = True
    list_display = ("user", "municipality", "role", "since")
    list_filter = ("role", "municipality")
    search_fields = ("user__email", "user__first_name", "user__last_name", "municipality__name")
    search_backend_name = None
    panels = (FieldPanel("user"), FieldPanel("municipality"), FieldPanel("role"))
