"""Content blocks for the free parts of a page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from exchange.pages.licences import Licence

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level."""

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "pages/blocks/heading.html"


class ImageBlock(blocks.StructBlock):
    """A picture with the text that stands for it where it cannot be seen."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative_text = blocks.CharBlock(
        label=_("Alternative text"),
        max_length=300,
        help_text=_("What does somebody need to know who cannot see the picture? For charts, name the figures."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "pages/blocks/image.html"


class DocumentBlock(blocks.StructBlock):
    """A document to take along, with the licence that says what others may do with it."""

    document = DocumentChooserBlock(label=_("Document"))
    description = blocks.CharBlock(label=_("What is it?"), max_length=200, required=False)
    licence = blocks.ChoiceBlock(label=_("Licence"), choices=Licence.choices, default=Licence.CC_BY)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "pages/blocks/document.html"

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """The licence with its name and address."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["licence"] = Licence(value["licence"]) if value["licence"] else None
        return context


class QuoteBlock(blocks.StructBlock):
    """What somebody said, by role instead of by name."""

    text = blocks.TextBlock(label=_("Quotation"), rows=3)
    source = blocks.CharBlock(
        label=_("Who said it"), max_length=150, required=False, help_text=_("By role, for example: Leitung Bürgerbüro")
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "pages/blocks/quote.html"


class StepsBlock(blocks.StructBlock):
    """A numbered procedure."""

    title = blocks.CharBlock(label=_("Title"), max_length=150, required=False)
    items = blocks.ListBlock(blocks.TextBlock(label=_("Step"), rows=2), label=_("Steps"), min_num=2)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "pages/blocks/steps.html"


class NoticeBlock(blocks.StructBlock):
    """Something not to be overlooked."""

    level = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Note")), ("success", _("Tip")), ("warning", _("Warning"))],
        default="info",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link", "ul"])

    class Meta:
        icon = "info-circle"
        label = _("Notice")
        template = "pages/blocks/notice.html"


class CodeBlock(blocks.StructBlock):
    """Source text, a configuration or a query."""

    language = blocks.CharBlock(label=_("Language"), max_length=30, required=False, help_text=_("For example: SQL"))
    text = blocks.TextBlock(label=_("Source text"), rows=8)

    class Meta:
        icon = "code"
        label = _("Source text")
        template = "pages/blocks/code.html"


class VideoLinkBlock(blocks.StructBlock):
    """A link to a video. It is never embedded, so that nobody's address goes to a third party."""

    title = blocks.CharBlock(label=_("Title"), max_length=150)
    url = blocks.URLBlock(label=_("Address"), help_text=_("Opens at its provider; it is not embedded here."))

    class Meta:
        icon = "media"
        label = _("Link to a video")
        template = "pages/blocks/video.html"

    def clean(self, value: Any) -> Any:
        """The value; an address that is not https is refused beside its field."""
        cleaned = super().clean(value)
        if not str(cleaned["url"]).startswith("https://"):
            raise blocks.StructBlockValidationError(
                block_errors={"url": ValidationError(_("Please give an address that begins with https://."))}
            )
        return cleaned


def _table() -> TypedTableBlock:
    return TypedTableBlock(
        [
            ("text", blocks.CharBlock(label=_("Text"), required=False)),
            ("number", blocks.DecimalBlock(label=_("Number"), required=False)),
        ],
        label=_("Table"),
        icon="table",
        template="pages/blocks/table.html",
    )


class BodyBlock(blocks.StreamBlock):
    """All blocks that authors can put together."""

    heading = HeadingBlock()
    text = blocks.RichTextBlock(label=_("Text"), features=["h3", *TEXT_FEATURES], template="pages/blocks/text.html")
    image = ImageBlock()
    document = DocumentBlock()
    quote = QuoteBlock()
    table = _table()
    steps = StepsBlock()
    notice = NoticeBlock()
    code = CodeBlock()
    video = VideoLinkBlock()

    class Meta:
        block_counts: dict[str, dict[str, int]] = {}
