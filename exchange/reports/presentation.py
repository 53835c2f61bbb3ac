"""What the page of a report shows besides its texts: figures, facts, products, documents, whom to ask."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange import page_cache
from exchange.pages.anchors import heading_anchor
from exchange.pages.breadcrumb import address_of, parent_url
from exchange.pages.structured_data import CONTEXT
from exchange.pages.templatetags.exchange_tags import euro, json_ld, quantity
from exchange.reports.enums import SoftwareKind
from exchange.solutions.models import SolutionPage

if TYPE_CHECKING:
    from exchange.reports.models import ReportPage

MONTH = "F Y"


def report_parts(report: ReportPage, user: Any, *, keep: bool) -> dict[str, str]:
    """The parts of the page that are the same for all members, and for all visitors: article, aside, structured data.

    With ``keep`` they are made once and dropped with the visitors' pages (see exchange.page_cache); a preview shows
    what is not stored yet and must not keep it.
    """
    is_member = bool(getattr(user, "is_member", False))
    if not keep:
        return _make_parts(report, is_member)
    # The revision too: this object may have been read just before a newer one was published.
    version = f"{report.pk}:{report.live_revision_id}:{timezone.localdate()}"
    key = f"report:{page_cache.generation()}:{version}:{is_member}"
    parts: dict[str, str] | None = cache.get(key)
    if parts is None:
        parts = _make_parts(report, is_member)
        cache.set(key, parts, settings.MEMBER_CACHE_SECONDS)
    return parts


def _make_parts(report: ReportPage, is_member: bool) -> dict[str, str]:
    context = {"page": report, **report_context(report, is_member=is_member)}
    return {
        "article": render_to_string("reports/report_article.html", context),
        "aside": render_to_string("reports/aside.html", context),
        "structured_data": json_ld(context["article"]),
    }


def report_context(report: ReportPage, *, is_member: bool) -> dict[str, Any]:
    """Everything the parts need, in a fixed number of queries; the mail address is for members."""
    products = software_by_kind(report, is_member=is_member)
    documents = attached_documents(report)
    services = [link.service for link in report.service_links.select_related("service__topic_field")]
    tags = sorted((item.tag for item in report.tagged_items.select_related("tag")), key=lambda tag: tag.name.casefold())
    return {
        "figures": key_figures(report),
        "facts": facts(report),
        "products": products,
        "documents": documents,
        "services": services,
        "topic_fields": list({service.topic_field_id: service.topic_field for service in services}.values()),
        "tags": tags,
        "toc": table_of_contents(report, products=bool(products), documents=bool(documents)),
        "space_url": parent_url(report.list_url),
        "contact_mail": report.contact_mail if is_member else "",
        "article": article(report, [tag.name for tag in tags]),
    }


def editing_links(report: ReportPage, user: Any) -> dict[str, str]:
    """The ways into the editor, for those who may write on this report."""
    if not report.may_edit(user):
        return {}
    return {
        "edit_url": reverse("wagtailadmin_pages:edit", args=[report.pk]),
        "history_url": reverse("wagtailadmin_pages:history", args=[report.pk]),
    }


def key_figures(report: ReportPage) -> list[dict[str, str]]:
    """The numbers that colleagues compare, as far as they are known."""
    figures = []
    if report.effort_person_days is not None:
        unit = ngettext("person-day", "person-days", 1 if report.effort_person_days == 1 else 2)
        figures.append({"value": quantity(report.effort_person_days), "unit": unit, "label": _("Own effort")})
    if report.cost_once is not None:
        figures.append({"value": euro(report.cost_once), "label": _("One-off cost")})
    if report.cost_per_year is not None:
        figures.append({"value": euro(report.cost_per_year), "label": _("Running cost a year")})
    if report.cases_per_year is not None:
        figures.append({"value": quantity(report.cases_per_year), "label": _("Cases a year")})
    return figures


def facts(report: ReportPage) -> list[dict[str, str]]:
    """What is known besides numbers."""
    return [
        {"term": _("Status"), "value": report.get_status_display()},
        {"term": _("Period"), "value": period(report.started_on, report.ended_on)},
        {"term": _("Procurement"), "value": report.get_procurement_display()},
    ]


def period(begin: date | None, end: date | None) -> str:
    """Begin and end by month, as far as they are known: „März 2023 bis Juni 2024“, „seit März 2023“."""
    values = {
        "begin": date_format(begin, MONTH) if begin else "",
        "end": date_format(end, MONTH) if end else "",
    }
    if begin and end:
        return values["begin"] if values["begin"] == values["end"] else _("%(begin)s to %(end)s") % values
    if begin:
        return (_("from %(begin)s") if begin > timezone.localdate() else _("since %(begin)s")) % values
    return _("until %(end)s") % values if end else ""


def software_by_kind(report: ReportPage, *, is_member: bool) -> list[dict[str, Any]]:
    """The products of the report, grouped by the part they play, with the addresses of their pages in the wiki."""
    uses = list(report.software.all())
    solutions = SolutionPage.objects.live().filter(pk__in=[use.solution_id for use in uses if use.solution_id])
    if not is_member:
        solutions = solutions.public()
    paths = dict(solutions.values_list("pk", "url_path")) if any(use.solution_id for use in uses) else {}
    products = [
        {
            "kind": use.kind,
            "name": use.name,
            "vendor": use.vendor,
            "note": use.note,
            "url": address_of(paths[use.solution_id]) if use.solution_id in paths else "",
        }
        for use in uses
    ]
    return [
        {"label": label, "uses": found}
        for kind, label in SoftwareKind.choices
        if (found := [product for product in products if product["kind"] == kind])
    ]


def attached_documents(report: ReportPage) -> list[dict[str, Any]]:
    """The documents to take along, as the document component wants them."""
    return [
        {
            "title": attachment.description or attachment.document.title,
            "url": attachment.document.url,
            "kind": attachment.document.file_extension.upper(),
            "size": attachment.document.file_size,
            "licence": attachment.get_licence_display(),
            "licence_url": attachment.licence_url,
        }
        for attachment in report.attachments.select_related("document")
    ]


def table_of_contents(report: ReportPage, *, products: bool, documents: bool) -> list[dict[str, str]]:
    """Headings of the page in reading order with the names of their places."""
    entries = [{"title": str(section["heading"]), "anchor": section["anchor"]} for section in report.sections]
    headings = [block.value for block in report.body if block.block_type == "heading"]
    entries += [{"title": heading, "anchor": heading_anchor(heading)} for heading in headings]
    if products:
        entries.append({"title": _("Software and interfaces"), "anchor": "software"})
    if documents:
        entries.append({"title": _("Documents to take along"), "anchor": "dokumente"})
    return entries


def article(report: ReportPage, keywords: list[str]) -> dict[str, Any]:
    """https://schema.org/Article; the author is the municipality, since names are for members only."""
    municipality = report.municipality
    author = {"@type": "GovernmentOrganization", "name": municipality.name if municipality else ""}
    if municipality and municipality.website:
        author["url"] = municipality.website
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": report.title,
        "description": report.summary,
        "inLanguage": "de",
        "url": settings.WAGTAILADMIN_BASE_URL + report.list_url,
        "author": author,
        "keywords": keywords,
    }
    if report.first_published_at:
        data["datePublished"] = report.first_published_at
        data["dateModified"] = report.last_published_at or report.first_published_at
    return data
