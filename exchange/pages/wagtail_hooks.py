"""The editor, cut down to what authors of the exchange need; protection of documents."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from exchange.members.requests import MemberRequest
from exchange.ozg.models import Service
from exchange.pages.editor_access import open_to
from exchange.pages.files import may_have_file
from exchange.pages.forms import ServiceForm
from exchange.pages.models import ExchangeDocument, Tag
from exchange.pages.service_chooser import ServiceChooserViewSet

# Menu entries that only mean something to the administrators of the site.
ADMINISTRATION_MENU = ("reports", "help")


@hooks.register("before_serve_document")
def only_who_may_have_it(document: ExchangeDocument, request: HttpRequest) -> None:
    """404 for documents that stand on no page this person may read."""
    if not may_have_file(request.user, document):
        raise Http404


@hooks.register("construct_page_chooser_queryset")
def only_open_pages(pages: Any, request: MemberRequest) -> Any:
    """The dialogue for links offers no drafts of other municipalities."""
    return pages if request.user.is_editor else open_to(request.user, pages)


@hooks.register("construct_main_menu")
def plain_main_menu(request: MemberRequest, menu_items: list[Any]) -> None:
    """Authors see what they write with, nothing else."""
    if not request.user.is_editor:
        menu_items[:] = [item for item in menu_items if item.name not in ADMINISTRATION_MENU]


@hooks.register("insert_global_admin_css")
def editor_stylesheet() -> str:
    """Small corrections of the editor's look."""
    return format_html('<link rel="stylesheet" href="{}">', static("interkommunal/css/editor.css"))


class ServiceViewSet(SnippetViewSet):
    """The catalogue of services: names come from the official catalogue, synonyms from editors."""

    model = Service
    icon = "list-ul"
    menu_label = _("Services")
    add_to_admin_menu = False
    list_display = ("name", "ozg_id", "topic_field")
    list_filter = ("topic_field",)
    list_per_page = 50
    chooser_viewset_class = ServiceChooserViewSet
    chooser_per_page = 25
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("ozg_id", read_only=True),
            FieldPanel("topic_field"),
            FieldPanel("synonyms"),
            FieldPanel("is_municipal"),
        ],
        base_form_class=ServiceForm,
    )


class TagViewSet(SnippetViewSet):
    """The common vocabulary of tags."""

    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    list_per_page = 100
    panels = (FieldPanel("name"), FieldPanel("slug"))


register_snippet(ServiceViewSet)
register_snippet(TagViewSet)
