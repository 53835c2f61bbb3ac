"""Plain pages: legal notice, privacy, help."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index

from exchange.pages.anchors import heading_anchor
from exchange.pages.blocks import BodyBlock
from exchange.pages.fields import StreamField
from exchange.pages.models.base import ExchangePage

LONG = 3  # headings from which on a table of contents helps


class StandardPage(ExchangePage):
    """A page with a summary and free content, written by the county's editors."""

    body = StreamField(BodyBlock(), verbose_name=_("Content"), blank=True)

    template = "pages/standard_page.html"
    is_creatable = True
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "pages.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["pages.StandardPage"]

    content_panels = [*ExchangePage.content_panels, FieldPanel("summary"), FieldPanel("body")]

    search_fields = [*ExchangePage.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("Information page")
        verbose_name_plural = _("Information pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the table of contents of long pages."""
        headings = [block.value for block in self.body if block.block_type == "heading"]
        toc = [{"title": heading, "anchor": heading_anchor(heading)} for heading in headings]
        return super().get_context(request, *args, **kwargs) | {"toc": toc if len(toc) >= LONG else []}
