"""What a page says: its texts for the index, read by Wagtail's own declarations, and its facet values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any

from django.db import models
from django.utils import timezone
from wagtail.search.index import RelatedFields, SearchField

from exchange.pages.models import ExchangePage
from exchange.reports.enums import Status
from search.analysis import storable
from search.attachments.texts import AttachmentPassage
from search.kinds import kind_of
from search.vectors import Field

TITLE_WEIGHT = 2.0
SUMMARY_WEIGHT = 1.5
BODY_WEIGHT = 1.0
ATTACHMENT_WEIGHT = 0.5
MAX_ATTACHED = 200_000  # characters of files that are searched with one page
TAG_WEIGHT = 2.0
SERVICE_WEIGHT = 1.5
SYNONYM_WEIGHT = 0.5  # words that do not stand on the page itself
MUNICIPALITY_WEIGHT = 1.0
QUESTION_WEIGHT = 0.5  # what citizens ask about the page, and the answers

_READ_ELSEWHERE = ("title", "summary", "tags")


@dataclass(slots=True)
class PageContent:
    """What is stored of a page. ``fields`` are its texts; those that readers see are put together in ``text``.

    ``sources`` tell from where on in it which file is quoted: its name and page.
    """

    title: str
    text: str = ""
    sources: list[tuple[int, str]] = dataclass_field(default_factory=list)
    fields: list[Field] = dataclass_field(default_factory=list)
    facets: dict[str, str] = dataclass_field(default_factory=dict)
    tags: list[tuple[str, str]] = dataclass_field(default_factory=list)
    status: str = ""


def with_content(pages: models.QuerySet[ExchangePage]) -> models.QuerySet[ExchangePage]:
    """The pages with all that ``read_content`` asks for, in a fixed number of queries."""
    # Without what Wagtail would fetch for all declared fields: tags come with their links to the page.
    pages = pages.prefetch_related(None)
    for search_field in pages.model.get_search_fields():
        if isinstance(search_field, RelatedFields) and search_field.field_name not in _READ_ELSEWHERE:
            pages = search_field.select_on_queryset(pages)
    return pages.select_related("municipality").prefetch_related(
        "tagged_items__tag", "service_links__service__topic_field", "citizen_questions"
    )


def read_content(page: ExchangePage, attachments: Sequence[AttachmentPassage] = ()) -> PageContent:
    """Texts and facets of a page of its specific type, with the texts of the files on it."""
    content = PageContent(title=storable(page.title))
    _add_words(content, TITLE_WEIGHT, page.title)
    _add_passage(content, SUMMARY_WEIGHT, page.summary)
    for text in _body_texts(page):
        _add_passage(content, BODY_WEIGHT, text)
    _add_questions(content, page)
    _add_facet(content, "art", kind_of(type(page)))
    if page.first_published_at:
        _add_facet(content, "jahr", str(timezone.localtime(page.first_published_at).year))
    _add_status(content, page)
    _add_catalogue(content, page)
    for passage in attachments:
        _add_attachment(content, passage)
    return content


def _add_passage(content: PageContent, weight: float, text: str) -> None:
    line = " ".join(storable(text).split())
    if line:
        content.text += "\n" if content.text else ""
        content.fields.append(Field(weight, line, len(content.text)))
        content.text += line


def _add_attachment(content: PageContent, passage: AttachmentPassage) -> None:
    remaining = MAX_ATTACHED - (len(content.text) - content.sources[0][0] if content.sources else 0)
    start = len(content.text) + 1
    _add_passage(content, ATTACHMENT_WEIGHT, passage.text[: max(remaining, 0)])
    if len(content.text) > start:
        content.sources.append((start, passage.place))


def _add_questions(content: PageContent, page: ExchangePage) -> None:
    """What has been published of citizens' questions; all others are nobody's to find."""
    for question in sorted(page.citizen_questions.all(), key=lambda each: each.pk):
        if question.is_public:
            _add_passage(content, QUESTION_WEIGHT, question.text)
            _add_passage(content, QUESTION_WEIGHT, question.answer)


def _add_words(content: PageContent, weight: float, text: str) -> None:
    content.fields.append(Field(weight, storable(text)))


def _add_facet(content: PageContent, facet: str, value: str, name: str = "") -> None:
    content.facets.setdefault(f"{facet}:{value}", name)


def _add_status(content: PageContent, page: ExchangePage) -> None:
    status = getattr(page, "status", "")
    if status in Status.values:
        content.status = status
        _add_facet(content, "status", status)


def _add_catalogue(content: PageContent, page: ExchangePage) -> None:
    """Municipality, tags and services: words to find the page by, and facets."""
    municipality = page.municipality
    if municipality is not None:
        _add_words(content, MUNICIPALITY_WEIGHT, municipality.name)
        _add_facet(content, "kommune", municipality.slug, municipality.name)
        if municipality.size_class:
            _add_facet(content, "groesse", municipality.size_class)
    for tag in page.tag_list:
        _add_words(content, TAG_WEIGHT, tag.name)
        content.tags.append((tag.name, tag.slug))
        _add_facet(content, "schlagwort", tag.slug, tag.name)
    for service in page.service_list:
        _add_words(content, SERVICE_WEIGHT, service.name)
        for name in (*service.synonyms, service.ozg_id, *service.leika_keys):
            _add_words(content, SYNONYM_WEIGHT, str(name))
        _add_facet(content, "leistung", service.slug, service.name)
        _add_facet(content, "thema", service.topic_field.slug, service.topic_field.name)


def _body_texts(page: ExchangePage) -> Iterator[str]:
    """The texts of all fields that the page type declares searchable, related objects included, without mark-up."""
    for search_field in type(page).get_search_fields():
        if search_field.field_name in _READ_ELSEWHERE:
            continue
        if isinstance(search_field, SearchField):
            yield from _strings(search_field.get_value(page))
        elif isinstance(search_field, RelatedFields):
            for related in _related_objects(search_field.get_value(page)):
                yield " · ".join(_declared_strings(related, search_field.fields))


def _declared_strings(related: models.Model, search_fields: Any) -> Iterator[str]:
    for search_field in search_fields:
        if isinstance(search_field, SearchField):
            yield from (text for text in _strings(search_field.get_value(related)) if text)


def _related_objects(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value.all()) if hasattr(value, "all") else [value]


def _strings(value: Any) -> Iterator[str]:
    """Whatever a field gives to be searched, as strings: one text, a list of texts, or something to be written out."""
    if isinstance(value, list | tuple):
        for item in value:
            yield from _strings(item)
    elif value is not None:
        yield str(value)
