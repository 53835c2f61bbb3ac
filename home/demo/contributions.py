"""Sample reports out of their text files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from wagtail.models import Collection, Revision, TaskState, Workflow

from exchange.german import free_slug, german_slug
from exchange.members.models import User
from exchange.ozg.models import Service
from exchange.pages.models import ExchangeDocument, ExchangeImage, ExchangePage, ServiceLink
from exchange.reports.models import ReportAttachment, ReportPage, SoftwareUse
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import municipality_collection
from home.demo.drawing import draw
from home.markup import to_html

TEXTS = Path(__file__).parent / "reports"
RETURN_REASON = (
    "Vielen Dank für den Bericht! Bitte ergänzen Sie noch, was die Umstellung gekostet hat und wer bei Rückfragen "
    "erreichbar ist. Dann veröffentlichen wir gern."
)


def read_texts() -> Iterator[dict[str, Any]]:
    """The sample reports by date of publication."""
    texts = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("*.toml"))]
    return iter(sorted(texts, key=lambda text: (text["published"], text["title"])))


def make_report(
    text: dict[str, Any], space: MunicipalityPage, author: User, services: dict[str, Service]
) -> ReportPage:
    """Make one sample report below a space, in the state that its text names, dated back."""
    collection = municipality_collection(space.member_municipality)
    report = ReportPage(
        title=text["title"],
        slug=_free_slug(space, text["title"]),
        municipality=space.municipality,
        owner=author,
        live=False,
        summary=text["summary"],
        visibility=text["visibility"],
        review_due=text["review_due"],
        status=text["status"],
        started_on=text.get("started"),
        ended_on=text.get("ended"),
        effort_person_days=_decimal(text, "effort_person_days"),
        cost_once=_decimal(text, "cost_once"),
        cost_per_year=_decimal(text, "cost_per_year"),
        procurement=text.get("procurement", ""),
        cases_per_year=text.get("cases_per_year"),
        contact_role=text.get("contact_role", ""),
        contact_mail=text.get("contact_mail", ""),
        body=[*(_block(block) for block in text.get("blocks", [])), *_figures(text, collection)],
        **{name: to_html(text[name]) for name in ("starting_point", "approach", "result", "lessons")},
    )
    report.tags.set(text["tags"])
    report.service_links.set([ServiceLink(service=services[ozg_id]) for ozg_id in text["services"]])
    report.software.set(
        [
            SoftwareUse(name=use["name"], vendor=use.get("vendor", ""), kind=use["kind"], note=use.get("note", ""))
            for use in text.get("software", [])
        ]
    )
    report.attachments.set(
        [
            ReportAttachment(document=_document(attachment, collection), licence=attachment["licence"])
            for attachment in text.get("attachments", [])
        ]
    )
    space.add_child(instance=report)
    _bring_into_state(report, text, author)
    return report


def return_to_author(report: ReportPage, reviewer: User) -> None:
    """Let a reviewer return a report that waits, with a reason."""
    state = report.current_workflow_task_state
    if state is not None:
        state.task.specific.on_action(state, reviewer, "reject", comment=RETURN_REASON)


def date_back_reviews(days: int) -> None:
    """Spread the waiting reviews over the last days, so that the queue shows different ages."""
    for number, state in enumerate(TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).order_by("pk")):
        started = timezone.now() - timedelta(days=(number * 3) % days, hours=5 + number)
        TaskState.objects.filter(pk=state.pk).update(started_at=started)


def _bring_into_state(report: ReportPage, text: dict[str, Any], author: User) -> None:
    revision = report.save_revision(user=author)
    if text["state"] == "published":
        revision.publish(user=author, skip_permission_checks=True)
    elif text["state"] == "in_review":
        Workflow.objects.get(active=True).start(report, author)
    moment = _moment(text["published"])
    dates: dict[str, datetime] = {"latest_revision_created_at": moment}
    if text["state"] == "published":
        dates |= {"first_published_at": moment, "last_published_at": moment}
    ExchangePage.objects.filter(pk=report.pk).update(**dates)
    Revision.objects.for_instance(report).update(created_at=moment)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(9, 30)))


def _decimal(text: dict[str, Any], name: str) -> Decimal | None:
    return Decimal(text[name]) if text.get(name) not in (None, "") else None


def _free_slug(space: MunicipalityPage, title: str) -> str:
    slug = german_slug(title, 70)
    taken = set(ExchangePage.objects.child_of(space).values_list("slug", flat=True))
    return free_slug(slug, taken)


def _document(attachment: dict[str, Any], collection: Collection) -> ExchangeDocument:
    document = ExchangeDocument(title=attachment["title"], collection=collection)
    document.file.save(attachment["filename"], ContentFile(attachment["content"].strip().encode("utf-8")), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def _figures(text: dict[str, Any], collection: Collection) -> Iterator[tuple[str, Any]]:
    for figure in text.get("figures", []):
        file = ImageFile(BytesIO(draw(figure)), name=f"{german_slug(figure['title'], 50)}.png")
        image = ExchangeImage(title=figure["title"], description=figure["alt"][:255], file=file, collection=collection)
        image._set_image_file_metadata()
        image.save()
        yield "image", {"image": image, "alternative_text": figure["alt"][:300], "caption": figure["title"]}


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    kind = block["type"]
    values = {name: value for name, value in block.items() if name != "type"}
    if kind == "heading":
        return kind, values["text"]
    if kind == "text":
        return kind, to_html(values["text"])
    if kind == "notice":
        return kind, {"level": values["level"], "text": to_html(values["text"])}
    if kind == "table":
        return kind, _table(values)
    return kind, values


def _table(values: dict[str, Any]) -> dict[str, Any]:
    """A typed table in the form in which Wagtail stores it."""
    rows = [[str(cell) for cell in row] for row in values["rows"]]
    return {
        "caption": values.get("caption", ""),
        "columns": [{"type": "text", "heading": heading} for heading in values["header"]],
        "rows": [{"values": row} for row in rows],
    }
