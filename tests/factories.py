"""Makers of test objects. Runtime code never imports them."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image

from exchange.members.models import Membership, User
from exchange.members.roles import EDITORS_GROUP, Role
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.pages.models import ExchangeDocument, ExchangeImage, ServiceLink
from exchange.reports.models import ReportPage
from exchange.solutions.enums import AdoptionState
from exchange.solutions.models import SolutionIndexPage, SolutionPage
from exchange.spaces.models import MunicipalityPage

PASSWORD = "a-long-test-password"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An account; ``role`` with ``municipality`` makes a member, ``editor`` one of the county's editors."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda number: f"person{number}@kommune.example")
    first_name = "Kim"
    last_name = factory.Sequence(lambda number: f"Muster{number}")

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> User:
        role: Role | None = kwargs.pop("role", None)
        municipality: Municipality | None = kwargs.pop("municipality", None)
        editor: bool = kwargs.pop("editor", False)
        user = model_class.objects.create_user(password=PASSWORD, **kwargs)
        if editor:
            user.groups.add(Group.objects.get(name=EDITORS_GROUP))
        if municipality is not None:
            Membership.objects.create(user=user, municipality=municipality, role=role or Role.AUTHOR)
        return User.objects.get(pk=user.pk)


def make_report(space: MunicipalityPage, *, live: bool = True, **fields: Any) -> ReportPage:
    """A report below a space, published unless ``live`` is false; ``tags`` and ``services`` are lists."""
    tags: list[str] = fields.pop("tags", [])
    services: list[Service] = fields.pop("services", [])
    number = ReportPage.objects.count() + 1
    values: dict[str, Any] = {
        "title": f"Bericht {number}",
        "slug": f"bericht-{number}",
        "summary": "Eine Zusammenfassung.",
        "starting_point": "<p>Anlass.</p>",
        "approach": "<p>Vorgehen.</p>",
        "result": "<p>Ergebnis.</p>",
        "lessons": "<p>Lehren.</p>",
        "municipality": space.municipality,
        "live": False,
        **fields,
    }
    report = ReportPage(**values)
    if tags:
        report.tags.set(tags)
    report.service_links.set([ServiceLink(service=service) for service in services])
    space.add_child(instance=report)
    revision = report.save_revision(user=report.owner)
    if live:
        revision.publish(skip_permission_checks=True)
    report.refresh_from_db()
    return report


def make_service(name: str = "Wohngeld") -> Service:
    """A service of the shipped catalogue."""
    return Service.objects.select_related("topic_field").get(name=name)


def make_image(title: str = "Bild", **fields: Any) -> ExchangeImage:
    """A small picture with its file."""
    content = BytesIO()
    Image.new("RGB", (400, 300), "#2f4ba0").save(content, "PNG")
    image = ExchangeImage(title=title, file=ImageFile(content, name="bild.png"), **fields)
    image._set_image_file_metadata()
    image.save()
    return image


def make_document(
    title: str = "Unterlage", content: bytes = b"Inhalt der Unterlage", **fields: Any
) -> ExchangeDocument:
    """A text document with its file."""
    document = ExchangeDocument(title=title, **fields)
    document.file.save("unterlage.txt", ContentFile(content), save=False)
    document._set_document_file_metadata()
    document.save()
    return document


def days_ago(days: int) -> date:
    """The day that lies so many days back."""
    return timezone.localdate() - timedelta(days=days)


def make_solution(**fields: Any) -> SolutionPage:
    """A published solution; ``tags`` and ``services`` are lists."""
    tags: list[str] = fields.pop("tags", [])
    services: list[Service] = fields.pop("services", [])
    number = SolutionPage.objects.count() + 1
    values: dict[str, Any] = {
        "title": f"Lösung {number}",
        "slug": f"loesung-{number}",
        "summary": "Eine Software.",
        **fields,
    }
    solution = SolutionPage(**values, live=False)
    if tags:
        solution.tags.set(tags)
    solution.service_links.set([ServiceLink(service=service) for service in services])
    SolutionIndexPage.objects.get().add_child(instance=solution)
    solution.save_revision(user=solution.owner).publish(skip_permission_checks=True)
    solution.refresh_from_db()
    return solution


def adoption_values(**values: Any) -> dict[str, Any]:
    """What the form of an adoption gives."""
    return {
        "state": AdoptionState.RUNNING,
        "version": "",
        "since": None,
        "operated_by": "",
        "use_case": "",
        "contact_role": "Hauptamt",
        "contact_mail": "hauptamt@kehl.example",
        **values,
    }
