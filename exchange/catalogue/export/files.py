"""The files that are offered, with the names of their formats."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SOLUTIONS, ADOPTIONS, CATALOGUE = "solutions", "adoptions", "catalogue"
# rdflib's names of the two forms of the catalogue.
TURTLE, JSON_LD = "turtle", "json-ld"


@dataclass(frozen=True, slots=True)
class OpenFile:
    """A file: what it is about, the name of its address in urls.py, and its format.

    ``media_type`` is the name of IANA, ``file_type`` that of the EU's Publications Office.
    """

    subject: str
    url_name: str
    format: str
    media_type: str
    file_type: str
    description: Promise

    @property
    def url(self) -> str:
        """Its address on this site."""
        return reverse(self.url_name)


FILES = (
    OpenFile(
        SOLUTIONS,
        "catalogue:solutions_json",
        "JSON",
        "application/json",
        "JSON",
        _("All fields, for programs"),
    ),
    OpenFile(
        SOLUTIONS,
        "catalogue:solutions_csv",
        "CSV",
        "text/csv",
        "CSV",
        _("One row for each solution, for spreadsheets"),
    ),
    OpenFile(
        ADOPTIONS,
        "catalogue:adoptions_json",
        "JSON",
        "application/json",
        "JSON",
        _("All fields, for programs"),
    ),
    OpenFile(
        ADOPTIONS,
        "catalogue:adoptions_csv",
        "CSV",
        "text/csv",
        "CSV",
        _("One row for each municipality and solution, for spreadsheets"),
    ),
    OpenFile(
        CATALOGUE,
        "catalogue:catalogue_turtle",
        "Turtle",
        "text/turtle",
        "RDF_TURTLE",
        _("Catalogue after DCAT-AP and ADMS, for portals of open data"),
    ),
    OpenFile(
        CATALOGUE,
        "catalogue:catalogue_jsonld",
        "JSON-LD",
        "application/ld+json",
        "JSON_LD",
        _("The same catalogue as JSON"),
    ),
)


def files_on(*subjects: str) -> list[OpenFile]:
    """The files about these subjects."""
    return [file for file in FILES if file.subject in subjects]
