"""The catalogue of what is given away, as DCAT-AP and ADMS.

A ``dcat:Catalog`` holds two datasets with their files, and each solution as a ``dcat:Resource`` that is an
``adms:Asset``: software is no dataset, and portals of open data would list it among the data if we called it one, as
ADMS-AP 2.01 did. Which words are taken from where stands in vocabulary.py. Texts are German.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _
from rdflib import DCTERMS, FOAF, RDF, SKOS, BNode, Graph, Literal, URIRef
from rdflib.namespace import DOAP

from exchange.catalogue.export import vocabulary as words
from exchange.catalogue.export.files import ADOPTIONS, CATALOGUE, JSON_LD, SOLUTIONS, OpenFile, files_on
from exchange.catalogue.export.records import LastChanges, SolutionRecord, absolute
from exchange.catalogue.export.software import add_software, german
from exchange.catalogue.export.terms import DATA_LICENCE, DATA_LICENCE_URI

_PREFIXES = {
    "adms": words.ADMS,
    "dcat": words.DCAT,
    "dct": DCTERMS,
    "doap": DOAP,
    "foaf": FOAF,
    "schema": words.SCHEMA,
    "skos": SKOS,
    "vcard": words.VCARD,
}


def catalogue_graph(solutions: Iterable[SolutionRecord], *, publisher: str, changes: LastChanges) -> Graph:
    """The whole catalogue, published by the organisation of this name."""
    # Without the dozens of prefixes that rdflib would bind.
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in _PREFIXES.items():
        graph.bind(prefix, namespace)
    page = absolute(reverse("catalogue:open_data"))
    catalogue, agent = URIRef(f"{page}#katalog"), URIRef(f"{absolute('/')}#herausgeber")
    themes = URIRef(absolute(reverse("catalogue:services")) + "#verzeichnis")
    _add_lists(graph, themes)
    graph.add((agent, RDF.type, FOAF.Agent))
    graph.add((agent, FOAF.name, german(publisher)))
    graph.add((agent, FOAF.homepage, URIRef(absolute("/"))))
    _add_catalogue(graph, catalogue, agent, page, publisher, themes)
    add_dataset = partial(_add_dataset, graph, catalogue, agent, publisher)
    add_dataset(
        URIRef(f"{page}#loesungen"),
        title=_("Software in German municipalities"),
        description=_(
            "Software that municipalities use or have tried, described by their staff: licence, source code, state of"
            " development, services that it serves, and how many municipalities use it."
        ),
        keywords=(_("Software"), _("Open source"), _("Municipalities"), _("Digitalisation")),
        files=files_on(SOLUTIONS, CATALOGUE),
        modified=changes.solutions,
    )
    add_dataset(
        URIRef(f"{page}#nachnutzung"),
        title=_("Which municipality uses which software"),
        description=_(
            "What municipalities themselves say about the software they use: since when, in which version, who"
            " operates it, what for, and which specialist software is connected."
        ),
        keywords=(_("Software"), _("Reuse"), _("Municipalities"), _("Digitalisation")),
        files=files_on(ADOPTIONS),
        modified=changes.adoptions,
    )
    for record in solutions:
        add_software(graph, record, catalogue=catalogue, publisher=agent, themes=themes)
    modified = max((each for each in (changes.solutions, changes.adoptions) if each), default=None)
    _add_modified(graph, catalogue, modified)
    return graph


def serialised(graph: Graph, syntax: str) -> str:
    """The graph as TURTLE or as JSON_LD (1.1, with its prefixes inside, so that reading it fetches nothing)."""
    if syntax == JSON_LD:
        context = {prefix: str(namespace) for prefix, namespace in _PREFIXES.items()}
        return graph.serialize(format=syntax, context=context, ensure_ascii=False, indent=1)
    return graph.serialize(format=syntax)


def _add_lists(graph: Graph, themes: URIRef) -> None:
    """Names of what stands in other people's lists, for readers who do not have these."""
    graph.add((themes, RDF.type, SKOS.ConceptScheme))
    graph.add((themes, DCTERMS.title, german(_("Services of the OZG catalogue"))))
    graph.add((words.DATA_THEMES, RDF.type, SKOS.ConceptScheme))
    graph.add((words.DATA_THEMES, DCTERMS.title, german(_("Data themes of the EU"))))
    for theme, name in (
        (words.DATA_THEME.GOVE, _("Government and public sector")),
        (words.DATA_THEME.TECH, _("Science and technology")),
    ):
        graph.add((theme, RDF.type, SKOS.Concept))
        graph.add((theme, SKOS.prefLabel, german(name)))
        graph.add((theme, SKOS.inScheme, words.DATA_THEMES))
    graph.add((words.CC_BY, RDF.type, DCTERMS.LicenseDocument))
    graph.add((words.CC_BY, DCTERMS.identifier, Literal(DATA_LICENCE.value)))
    graph.add((words.CC_BY, SKOS.exactMatch, URIRef(DATA_LICENCE_URI)))
    graph.add((words.LANGUAGE.DEU, RDF.type, DCTERMS.LinguisticSystem))
    graph.add((words.GERMANY, RDF.type, DCTERMS.Location))
    graph.add((words.PUBLIC, RDF.type, DCTERMS.RightsStatement))
    graph.add((words.CONTINUOUSLY, RDF.type, DCTERMS.Frequency))
    for standard in (words.DCAT_AP, words.ADMS_SCHEMA):
        graph.add((standard, RDF.type, DCTERMS.Standard))


def _add_catalogue(graph: Graph, catalogue: URIRef, agent: URIRef, page: str, publisher: str, themes: URIRef) -> None:
    for kind in (words.DCAT.Catalog, words.ADMS.AssetRepository):
        graph.add((catalogue, RDF.type, kind))
    title = _("Open data of %(publisher)s: software in municipalities") % {"publisher": publisher}
    graph.add((catalogue, DCTERMS.title, german(title)))
    description = _("Solutions that municipalities share with each other, and who uses which of them.")
    graph.add((catalogue, DCTERMS.description, german(description)))
    graph.add((catalogue, DCTERMS.publisher, agent))
    graph.add((catalogue, DCTERMS.license, words.CC_BY))
    graph.add((catalogue, DCTERMS.language, words.LANGUAGE.DEU))
    graph.add((catalogue, DCTERMS.spatial, words.GERMANY))
    for standard in (words.DCAT_AP, words.ADMS_SCHEMA):
        graph.add((catalogue, DCTERMS.conformsTo, standard))
    graph.add((catalogue, FOAF.homepage, URIRef(page)))
    graph.add((URIRef(page), RDF.type, FOAF.Document))
    for scheme in (words.DATA_THEMES, themes):
        graph.add((catalogue, words.DCAT.themeTaxonomy, scheme))


def _add_dataset(
    graph: Graph,
    catalogue: URIRef,
    agent: URIRef,
    publisher: str,
    dataset: URIRef,
    *,
    title: str,
    description: str,
    keywords: tuple[str, ...],
    files: list[OpenFile],
    modified: datetime | None,
) -> None:
    graph.add((catalogue, words.DCAT.dataset, dataset))
    graph.add((dataset, RDF.type, words.DCAT.Dataset))
    graph.add((dataset, DCTERMS.identifier, Literal(dataset)))
    graph.add((dataset, DCTERMS.title, german(title)))
    graph.add((dataset, DCTERMS.description, german(description)))
    graph.add((dataset, DCTERMS.publisher, agent))
    graph.add((dataset, DCTERMS.license, words.CC_BY))
    graph.add((dataset, DCTERMS.language, words.LANGUAGE.DEU))
    graph.add((dataset, DCTERMS.spatial, words.GERMANY))
    graph.add((dataset, DCTERMS.accessRights, words.PUBLIC))
    graph.add((dataset, DCTERMS.accrualPeriodicity, words.CONTINUOUSLY))
    graph.add((dataset, words.DCAT.landingPage, URIRef(str(dataset).partition("#")[0])))
    contact = BNode()
    graph.add((dataset, words.DCAT.contactPoint, contact))
    graph.add((contact, RDF.type, words.VCARD.Organization))
    graph.add((contact, words.VCARD.fn, german(publisher)))
    graph.add((contact, words.VCARD.hasURL, URIRef(absolute("/"))))
    for theme in (words.DATA_THEME.GOVE, words.DATA_THEME.TECH):
        graph.add((dataset, words.DCAT.theme, theme))
    for keyword in keywords:
        graph.add((dataset, words.DCAT.keyword, german(keyword)))
    for file in files:
        graph.add((dataset, words.DCAT.distribution, _distribution(graph, file, modified)))
    _add_modified(graph, dataset, modified)


def _distribution(graph: Graph, file: OpenFile, modified: datetime | None) -> URIRef:
    address = URIRef(absolute(file.url))
    distribution, media_type = URIRef(f"{address}#datei"), words.MEDIA_TYPE[file.media_type]
    graph.add((distribution, RDF.type, words.DCAT.Distribution))
    graph.add((distribution, DCTERMS.title, german(f"{file.format}: {file.description}")))
    graph.add((distribution, words.DCAT.accessURL, address))
    graph.add((distribution, words.DCAT.downloadURL, address))
    graph.add((distribution, DCTERMS.license, words.CC_BY))
    graph.add((distribution, DCTERMS["format"], words.FILE_TYPE[file.file_type]))
    graph.add((words.FILE_TYPE[file.file_type], RDF.type, DCTERMS.MediaTypeOrExtent))
    graph.add((distribution, words.DCAT.mediaType, media_type))
    graph.add((media_type, RDF.type, DCTERMS.MediaType))
    _add_modified(graph, distribution, modified)
    return distribution


def _add_modified(graph: Graph, subject: URIRef, modified: datetime | None) -> None:
    if modified is not None:
        graph.add((subject, DCTERMS.modified, Literal(modified)))
