"""``manage.py load_demo``: a site full of samples to look around in."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings

from exchange.members.models import User
from exchange.municipalities.models import Municipality
from exchange.ozg.models import Service
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import join_municipality
from home.demo.contributions import date_back_reviews, make_report, read_texts, return_to_author
from home.demo.flags import make_flags
from home.demo.people import ACCOUNTS, make_accounts, make_colleague
from home.demo.questions import make_questions
from home.demo.threads import make_threads
from home.demo.wiki import adopters, link_reports, make_adoptions, make_solutions
from home.models import ExchangeSettings
from home.setup import ensure_site
from search.bulk import index_at_the_end

PASSWORD = os.environ.get("DEMO_PASSWORD") or "ortenau-digital-2021"
REVIEW_AGES = 12  # days


class Command(BaseCommand):
    """Loads the samples once; later runs only name the accounts."""

    help = "Loads sample municipalities, accounts and reports. Does so once, and never changes what people have made."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the samples, once. Refused on a site in operation; where there are accounts, it only says so."""
        if ExchangeSettings.objects.filter(sample_content=True).exists():
            self.stdout.write("Die Beispielinhalte sind schon geladen.")
        elif not getattr(settings, "SAMPLES_ALLOWED", False):
            raise CommandError("Beispielinhalte und ihre Konten gehören nicht auf eine Website im Betrieb.")
        elif User.objects.exists():
            # No error: make run comes by here whenever the samples are newer, also when somebody works with the site.
            self.stdout.write("Hier gibt es schon Konten; Beispielinhalte werden nur in eine leere Website geladen.")
            self.stdout.write("Nichts wurde geändert. Eine Vorführung daneben: make run VAR_DIR=var-demo PORT=8010")
            return
        else:
            # Nobody can be reached under the sample addresses.
            with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
                self._load()
        self._name_accounts()

    @index_at_the_end()
    def _load(self) -> None:
        self.stdout.write("Grundgerüst: Kommunen, Leistungen, Seitenbaum …")
        ensure_site()
        make_accounts(PASSWORD)
        administrator = User.objects.get(email="admin@interkommunal.example")
        texts = list(read_texts())
        spaces, authors = self._join({text["municipality"] for text in texts}, administrator)
        # Those who only use solutions come last, so that the others keep their colleagues.
        self._join(_adopting_ags() - set(spaces), administrator, first=len(spaces))
        authors["08317057"] = User.objects.get(email="autorin@kehl.example")
        services = Service.objects.in_bulk(field_name="ozg_id")
        editor = User.objects.get(email="redaktion@ortenau.example")
        returned = False
        for number, text in enumerate(texts, start=1):
            ags = text["municipality"]
            report = make_report(text, spaces[ags], authors[ags], services)
            if text["state"] == "in_review" and ags == "08317057" and not returned:
                return_to_author(report, editor)
                returned = True
            if number % 10 == 0 or number == len(texts):
                self.stdout.write(f"Erfahrungsberichte: {number} von {len(texts)}")
        date_back_reviews(REVIEW_AGES)
        solutions = make_solutions(editor)
        adoptions = make_adoptions(solutions, administrator)
        link_reports()
        make_flags(editor, authors["08317057"])
        self.stdout.write(f"Lösungen: {len(solutions)}, Nachnutzungen: {adoptions}")
        authors["08317065"] = User.objects.get(email="kollege@lahr.example")
        self.stdout.write(f"Austausch: {make_threads(authors, services, solutions, editor)} Themen")
        self.stdout.write(f"Rückfragen: {make_questions()}")
        ExchangeSettings.objects.update(
            sample_content=True,
            operator="Musterbetreiber der Vorführung",
            contact_mail="redaktion@interkommunal.example",
            accessibility_mail="barrierefreiheit@interkommunal.example",
            security_mail="sicherheit@interkommunal.example",
        )

    def _join(
        self, keys: set[str], administrator: User, *, first: int = 0
    ) -> tuple[dict[str, MunicipalityPage], dict[str, User]]:
        """Let municipalities join, each with a colleague; ``first`` is the number of the first colleague."""
        spaces: dict[str, MunicipalityPage] = {}
        authors: dict[str, User] = {}
        for number, municipality in enumerate(Municipality.objects.filter(ags__in=keys).order_by("ags"), start=first):
            spaces[municipality.ags] = join_municipality(municipality=municipality, actor=administrator)
            authors[municipality.ags] = make_colleague(municipality, number)
        return spaces, authors

    def _name_accounts(self) -> None:
        self.stdout.write("")
        self.stdout.write(self.style.SUCCESS(f"Konten der Vorführung (Passwort: {PASSWORD})"))
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.role}")


def _adopting_ags() -> set[str]:
    return set(Municipality.objects.filter(name__in=adopters()).values_list("ags", flat=True))
