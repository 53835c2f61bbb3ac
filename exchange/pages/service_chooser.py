"""Choosing services in the editor: a search over their names and citizens' words for them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from exchange.ozg.finding import services_called


class ServiceSearchForm(BaseFilterForm):
    """The search field of the dialogue."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"placeholder": _("Name, everyday word or OZG number")}),
    )

    def filter(self, objects: Any) -> Any:
        """The services that match; all of them without a word."""
        objects = super().filter(objects)
        text = self.cleaned_data.get("q", "")
        if text:
            self.is_searching, self.search_query = True, text
            objects = objects.filter(pk__in=[service.pk for service in services_called(text)])
        return objects.order_by("name", "pk")


class ServiceChooseView(ChooseView):
    """The dialogue."""

    filter_form_class = ServiceSearchForm
    ordering = ("name", "pk")


class ServiceChooseResultsView(ChooseResultsView):
    """Its list, fetched again while one types."""

    filter_form_class = ServiceSearchForm
    ordering = ("name", "pk")


class ServiceChooserViewSet(SnippetChooserViewSet):
    """The dialogue for services."""

    choose_view_class = ServiceChooseView
    choose_results_view_class = ServiceChooseResultsView
