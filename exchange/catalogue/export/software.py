"""A solution in the catalogue: ``adms:Asset``, ``doap:Project`` and ``schema:SoftwareApplication`` at once."""

from __future__ import annotations

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from rdflib import DCTERMS, FOAF, RDF, SKOS, XSD, BNode, Graph, Literal, URIRef
from rdflib.namespace import DOAP

from exchange.catalogue.export.records import ServiceRecord, SolutionRecord
from exchange.catalogue.export.vocabulary import (
    ADMS,
    ADMS_SCHEMA,
    DATA_THEME,
    DCAT,
    SCHEMA,
    STATUS,
    STATUS_NAMES,
    VCARD,
    language_uri,
    licence_uri,
)


def add_software(graph: Graph, record: SolutionRecord, *, catalogue: URIRef, publisher: URIRef, themes: URIRef) -> None:
    """Add a solution and the record of it to the catalogue.

    ``publisher`` is who publishes the description; who makes the software, the exchange does not know. ``themes`` is
    the scheme that the services belong to.
    """
    software = URIRef(f"{record.url}#software")
    for kind in (DCAT.Resource, ADMS.Asset, DOAP.Project, SCHEMA.SoftwareApplication):
        graph.add((software, RDF.type, kind))
    graph.add((catalogue, DCAT.resource, software))
    graph.add((software, DCTERMS.identifier, Literal(record.url)))
    graph.add((software, DCTERMS.title, german(record.title)))
    graph.add((software, DCTERMS.description, german(record.summary or record.description or record.title)))
    graph.add((software, DCTERMS.publisher, publisher))
    graph.add((software, DCAT.landingPage, _page(graph, record.url)))
    graph.add((software, DCAT.theme, DATA_THEME.TECH))
    for tag in record.tags:
        graph.add((software, DCAT.keyword, german(tag)))
    for service in record.services:
        graph.add((software, DCAT.theme, _theme(graph, service, themes)))
    _add_terms(graph, software, record)
    _add_addresses(graph, software, record)
    _add_technology(graph, software, record)
    _add_people(graph, software, record)
    _add_record(graph, software, record, catalogue)


def german(text: str) -> Literal:
    """A German text."""
    return Literal(text, lang="de")


def iri(address: str) -> URIRef | None:
    """The address of something on the web, with nothing in it that RDF does not take; None for anything else."""
    if not address.startswith(("http://", "https://")) or not address.strip().partition("://")[2]:
        return None
    return URIRef(iri_to_uri(address.strip()))


def _add_terms(graph: Graph, software: URIRef, record: SolutionRecord) -> None:
    status = STATUS.get(record.development_status)
    if status is not None:
        graph.add((software, ADMS.status, status))
        graph.add((status, RDF.type, SKOS.Concept))
        graph.add((status, SKOS.prefLabel, german(STATUS_NAMES[status])))
    if record.licence:
        # An expression with several licences has no address of its own; its text says what holds.
        licence = licence_uri(record.licence) or BNode()
        graph.add((software, DCTERMS.license, licence))
        graph.add((licence, RDF.type, DCTERMS.LicenseDocument))
        graph.add((licence, DCTERMS.identifier, Literal(record.licence)))


def _add_addresses(graph: Graph, software: URIRef, record: SolutionRecord) -> None:
    source, website, documentation = iri(record.repository), iri(record.website), iri(record.documentation)
    if source is not None:
        repository = BNode()
        graph.add((software, DOAP.repository, repository))
        graph.add((repository, RDF.type, DOAP.Repository))
        graph.add((repository, DOAP.browse, source))
    if website is not None:
        graph.add((software, DOAP.homepage, website))
        graph.add((software, FOAF.homepage, website))
    if documentation is not None:
        graph.add((software, FOAF.page, documentation))
        graph.add((documentation, RDF.type, FOAF.Document))
    for address in record.based_on:
        origin = iri(address)
        if origin is not None:
            graph.add((software, SCHEMA.isBasedOn, origin))


def _add_technology(graph: Graph, software: URIRef, record: SolutionRecord) -> None:
    if record.version:
        graph.add((software, DCAT.version, Literal(record.version)))
        graph.add((software, SCHEMA.softwareVersion, Literal(record.version)))
    if record.released_on:
        graph.add((software, DCTERMS.issued, Literal(record.released_on, datatype=XSD.date)))
    for platform in record.platforms:
        graph.add((software, SCHEMA.operatingSystem, Literal(platform)))
    for name in record.category_names:
        graph.add((software, SCHEMA.applicationCategory, german(name)))
    for feature in record.features:
        graph.add((software, SCHEMA.featureList, german(feature)))
    for code in record.languages:
        language = language_uri(code)
        if language is not None:
            graph.add((software, DCTERMS.language, language))
            graph.add((language, RDF.type, DCTERMS.LinguisticSystem))


def _add_people(graph: Graph, software: URIRef, record: SolutionRecord) -> None:
    for contact in record.contacts:
        card = BNode()
        graph.add((software, DCAT.contactPoint, card))
        graph.add((card, RDF.type, VCARD.Organization))
        graph.add((card, VCARD.fn, german(contact.role or contact.organisation)))
        if contact.organisation:
            graph.add((card, VCARD["organization-name"], german(contact.organisation)))
    for provider in record.providers:
        vendor, website = BNode(), iri(provider.website)
        graph.add((software, DOAP.vendor, vendor))
        graph.add((vendor, RDF.type, FOAF.Organization))
        graph.add((vendor, FOAF.name, Literal(provider.name)))
        if website is not None:
            graph.add((vendor, FOAF.homepage, website))


def _add_record(graph: Graph, software: URIRef, record: SolutionRecord, catalogue: URIRef) -> None:
    """When the description, not the software, was published and changed."""
    if record.changed_at is None:
        return
    entry = URIRef(f"{record.url}#eintrag")
    graph.add((catalogue, DCAT.record, entry))
    graph.add((entry, RDF.type, DCAT.CatalogRecord))
    graph.add((entry, FOAF.primaryTopic, software))
    graph.add((entry, DCTERMS.modified, Literal(record.changed_at)))
    if record.published_at is not None:
        graph.add((entry, DCTERMS.issued, Literal(record.published_at)))
    graph.add((entry, DCTERMS.conformsTo, ADMS_SCHEMA))
    source = iri(record.publiccode)
    if source is not None:
        graph.add((entry, FOAF.page, source))
        graph.add((source, RDF.type, FOAF.Document))
        graph.add((source, DCTERMS.title, german(_("The same as publiccode.yml"))))


def _page(graph: Graph, address: str) -> URIRef:
    page = URIRef(address)
    graph.add((page, RDF.type, FOAF.Document))
    return page


def _theme(graph: Graph, service: ServiceRecord, themes: URIRef) -> URIRef:
    concept = URIRef(service.url)
    graph.add((concept, RDF.type, SKOS.Concept))
    graph.add((concept, SKOS.prefLabel, german(service.name)))
    graph.add((concept, SKOS.notation, Literal(service.ozg_id)))
    graph.add((concept, SKOS.inScheme, themes))
    return concept
