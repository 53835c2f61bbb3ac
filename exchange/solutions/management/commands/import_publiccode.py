"""Takes over descriptions of software."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser

from exchange.members.models import User
from exchange.solutions.importing import take_over_file
from exchange.solutions.labels import field_label
from exchange.solutions.publiccode.log import Kind
from exchange.solutions.publiccode.reading import read_publiccode
from exchange.solutions.publiccode.tree import MAX_BYTES, Refused

PATTERNS = ("*.yml", "*.yaml")


class Command(BaseCommand):
    """``import_publiccode PATH… --as MAIL``: files, or folders that are searched for *.yml and *.yaml."""

    help = "Takes over publiccode.yml files as pages of the wiki; safe to repeat, keeps what people have changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Paths and the account in whose name the pages are written."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--as", dest="mail", required=True, help="e-mail address of a member's account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take over each file by itself; a bad one is reported and the next one is read."""
        actor = User.objects.filter(email__iexact=options["mail"]).first()
        if actor is None or not actor.is_member:
            raise CommandError("Zu dieser Adresse gibt es kein Konto eines Mitglieds.")
        files = list(dict.fromkeys(file for path in options["paths"] for file in _files(path)))
        counts = {"neu": 0, "aktualisiert": 0, "unverändert": 0, "abgelehnt": 0}
        for number, file in enumerate(files, start=1):
            self.stdout.write(f"{number} von {len(files)}: {file}")
            counts[self._import(file, actor, verbose=options["verbosity"] > 1)] += 1
        self.stdout.write(", ".join(f"{number} {word}" for word, number in counts.items()))
        if counts["abgelehnt"]:
            raise CommandError("Nicht alle Dateien konnten gelesen werden; siehe oben.")

    def _import(self, file: Path, actor: User, *, verbose: bool) -> str:
        try:
            with file.open("rb") as opened:
                reading = read_publiccode(opened.read(MAX_BYTES + 1))
        except Refused as refusal:
            line = f"Zeile {refusal.line}: " if refusal.line else ""
            self.stdout.write(self.style.ERROR(f"  abgelehnt: {line}{refusal}"))
            return "abgelehnt"
        except OSError as error:
            self.stdout.write(self.style.ERROR(f"  nicht lesbar: {error.strerror}"))
            return "abgelehnt"
        for remark in reading.remarks:
            if verbose or remark.kind in (Kind.MENDED, Kind.LEFT_OUT):
                self.stdout.write(f"  Zeile {remark.line}, {remark.path}: {remark.message}")
        try:
            outcome = take_over_file(reading.software, actor=actor, source=file.name)
        except PermissionDenied as refusal:
            self.stdout.write(self.style.ERROR(f"  abgelehnt: {refusal}"))
            return "abgelehnt"
        for words, names in (("geändert", outcome.updated), ("von Menschen geändert, bleibt", outcome.kept)):
            if names:
                self.stdout.write(f"  {words}: {', '.join(field_label(name) for name in names)}")
        if outcome.has_draft:
            self.stdout.write("  Ein unveröffentlichter Entwurf der Seite bleibt erhalten.")
        if outcome.created:
            return "neu"
        return "aktualisiert" if outcome.updated else "unverändert"


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for pattern in PATTERNS for file in path.rglob(pattern) if file.is_file())
    return [path]
