"""Synonyms and recommended pages in the editor."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from search.curation.forms import PinnedPageForm, SynonymGroupForm
from search.curation.preview import preview_synonyms
from search.models import PinnedPage, SynonymGroup

PREVIEW = "vorschau"


class PreviewMixin:
    """A second button in the form: shows what the group would change and saves nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form again with the preview, or what the form does otherwise."""
        if PREVIEW not in request.POST:
            return super().post(request, *args, **kwargs)  # type: ignore[misc]
        view: Any = self
        view.object = getattr(view, "object", None) or (view.get_object() if "pk" in view.kwargs else None)
        form = view.get_form()
        if not view.is_valid(form):
            return view.form_invalid(form)
        previews = preview_synonyms(form.instance, request.user)
        # The title must be that of what is stored.
        if form.instance.pk:
            form.instance.refresh_from_db()
        return view.render_to_response(view.get_context_data(form=form, previews=previews))


class SynonymCreateView(PreviewMixin, generic.CreateView):
    """A new group."""


class SynonymEditView(PreviewMixin, generic.EditView):
    """A group that exists."""


class SynonymViewSet(ModelViewSet):
    """Words that mean the same."""

    model = SynonymGroup
    icon = "list-ul"
    menu_label = _("Synonyms")
    list_display = (
        "__str__",
        BooleanColumn("is_active", label=_("In use"), sort_key="is_active"),
        Column("changed_by", label=_("changed by")),
        DateColumn("changed_at", label=_("changed on"), sort_key="changed_at"),
    )
    list_filter = ("is_active",)
    list_per_page = 50
    search_fields = ("phrases", "note")
    search_backend_name = None
    copy_view_enabled = False
    add_view_class = SynonymCreateView
    edit_view_class = SynonymEditView
    create_template_name = "search/editor/synonyms_form.html"
    edit_template_name = "search/editor/synonyms_form.html"
    edit_handler = ObjectList(
        [FieldPanel("phrases"), FieldPanel("is_active"), FieldPanel("note")], base_form_class=SynonymGroupForm
    )


class PinnedPageViewSet(ModelViewSet):
    """Pages recommended for a search."""

    model = PinnedPage
    icon = "pick"
    menu_label = _("Recommended pages")
    list_display = (
        "__str__",
        Column("page", label=_("Page")),
        Column("sort_order", label=_("Order"), sort_key="sort_order"),
        DateColumn("until", label=_("Until"), sort_key="until"),
        Column("changed_by", label=_("changed by")),
    )
    list_per_page = 50
    search_fields = ("phrases", "note", "page__title")
    search_backend_name = None
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("phrases"),
            PageChooserPanel("page"),
            FieldPanel("sort_order"),
            FieldPanel("until"),
            FieldPanel("note"),
        ],
        base_form_class=PinnedPageForm,
    )


class SearchViewSetGroup(ViewSetGroup):
    """The entry of the search in the main menu, for those who may change something in it."""

    menu_label = _("Keep the search")
    menu_icon = "search"
    menu_order = 650
    items = (SynonymViewSet("synonyms"), PinnedPageViewSet("recommended"))
