"""The catalogue of open data as RDF: what DCAT-AP 3 demands, and how software is described."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from rdflib import DCTERMS, FOAF, RDF, SKOS, Graph, Literal, Node, URIRef
from rdflib.compare import isomorphic
from rdflib.namespace import DOAP

from exchange.catalogue.export.software import iri
from exchange.catalogue.export.vocabulary import ADMS, CC_BY, DCAT, SCHEMA, VCARD, language_uri, licence_uri
from exchange.members.models import User
from exchange.solutions.adopting import adopt
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from tests.catalogue.open_data_answers import JSON_LD, TURTLE, text_of
from tests.conftest import Cast
from tests.factories import adoption_values, make_service, make_solution

pytestmark = pytest.mark.django_db

Browser = Callable[[User | None], Client]
SOFTWARE = URIRef("http://testserver/loesungen/zirkon/#software")

# DCAT-AP 3.0, the properties that each thing of a class must have (cardinality 1 and more).
MANDATORY = {
    DCAT.Catalog: (DCTERMS.title, DCTERMS.description, DCTERMS.publisher),
    DCAT.Dataset: (DCTERMS.title, DCTERMS.description),
    DCAT.Distribution: (DCAT.accessURL,),
    DCAT.CatalogRecord: (FOAF.primaryTopic, DCTERMS.modified),
    FOAF.Agent: (FOAF.name,),
    SKOS.Concept: (SKOS.prefLabel,),
    SKOS.ConceptScheme: (DCTERMS.title,),
}
# What each value of a property must be.
RANGES = {
    DCTERMS.publisher: FOAF.Agent,
    DCAT.dataset: DCAT.Dataset,
    DCAT.distribution: DCAT.Distribution,
    DCAT.resource: DCAT.Resource,
    DCAT.record: DCAT.CatalogRecord,
    DCAT.theme: SKOS.Concept,
    DCAT.themeTaxonomy: SKOS.ConceptScheme,
    DCAT.landingPage: FOAF.Document,
    DCAT.contactPoint: VCARD.Organization,
    DCAT.mediaType: DCTERMS.MediaType,
    DCTERMS.license: DCTERMS.LicenseDocument,
    DCTERMS.language: DCTERMS.LinguisticSystem,
    DCTERMS.spatial: DCTERMS.Location,
    DCTERMS.accessRights: DCTERMS.RightsStatement,
    DCTERMS.accrualPeriodicity: DCTERMS.Frequency,
    DCTERMS["format"]: DCTERMS.MediaTypeOrExtent,
    DCTERMS.conformsTo: DCTERMS.Standard,
    ADMS.status: SKOS.Concept,
    SKOS.inScheme: SKOS.ConceptScheme,
}
AT_MOST_ONCE = (
    DCTERMS.modified, DCTERMS.issued, DCTERMS.license, DCTERMS.publisher, DCTERMS["format"], DCAT.mediaType,
    DCTERMS.accessRights, DCTERMS.accrualPeriodicity, ADMS.status,
)  # fmt: skip


@pytest.fixture
def zirkon(cast: Cast, kehl: MunicipalityPage) -> SolutionPage:
    """A solution with all that the catalogue says."""
    solution = make_solution(
        title="Zirkon",
        slug="zirkon",
        summary='Anträge „ohne“ "Papier"\\n',
        licence="EUPL-1.2",
        repository="https://code.example/zirkon",
        website="https://zirkon.example",
        documentation="https://docs.zirkon.example/de",
        version="4.2",
        released_on=date(2026, 3, 1),
        development_status="beta",
        platforms=["linux"],
        languages=["de", "en-GB", "tlh"],
        categories=["help-desk"],
        features=["Fristen"],
        based_on=["https://quarz.example/<x>", "kein Verweis"],
        services=[make_service()],
        tags=["Wohnen"],
    )
    solution.contacts.create(name="Team Onlinedienste", affiliation="Zirkonverein", email="team@zirkon.example")
    solution.providers.create(name="Quarz GmbH", website="https://quarz.example", email="v@quarz.example")
    solution.save()
    make_solution(title="Ohne alles", slug="ohne-alles", summary="")
    make_solution(title="Zweifach", slug="zweifach", licence="MIT OR Apache-2.0")
    adopt(municipality=kehl.member_municipality, solution=solution, actor=cast.author, values=adoption_values())
    return solution


def graph_of(browser: Client, address: str = TURTLE) -> Graph:
    """The file, read by somebody else."""
    graph = Graph()
    graph.parse(data=text_of(browser, address), format="turtle" if address == TURTLE else "json-ld")
    return graph


# rdflib's own reader of JSON-LD uses what rdflib no longer recommends.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_both_forms_say_the_same(zirkon: SolutionPage, browser_of: Browser) -> None:
    """Turtle and JSON-LD, under their media types; nothing is fetched to read them."""
    browser = browser_of(None)
    turtle, json_ld = graph_of(browser), graph_of(browser, JSON_LD)
    assert len(turtle) > 100
    assert isomorphic(turtle, json_ld)
    assert browser.get(TURTLE).headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert browser.get(JSON_LD).headers["Content-Type"] == "application/ld+json"


def test_what_dcat_ap_demands(zirkon: SolutionPage, browser_of: Browser) -> None:
    """Mandatory properties are there, values are of the classes that the profile names, single ones are single."""
    graph = graph_of(browser_of(None))
    for kind, properties in MANDATORY.items():
        things = list(graph.subjects(RDF.type, kind))
        assert things, kind
        for thing in things:
            for name in properties:
                assert list(graph.objects(thing, name)), (thing, name)
    for name, kind in RANGES.items():
        values = list(graph.objects(None, name))
        assert values, name
        for value in values:
            assert (value, RDF.type, kind) in graph, (name, value)
    for name in AT_MOST_ONCE:
        for subject in set(graph.subjects(name, None)):
            assert len(list(graph.objects(subject, name))) == 1, (subject, name)
    for name in (DCTERMS.title, DCTERMS.description, DCAT.keyword):
        for value in graph.objects(None, name):
            assert isinstance(value, Literal)
            assert value.language == "de"
            assert value


def test_catalogue_and_datasets(zirkon: SolutionPage, browser_of: Browser) -> None:
    """Two datasets under CC BY, whose files answer in the form that is named."""
    browser = browser_of(None)
    graph = graph_of(browser)
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    assert (catalogue, RDF.type, ADMS.AssetRepository) in graph
    assert set(graph.objects(catalogue, DCAT.dataset)) == {
        URIRef("http://testserver/daten/#loesungen"),
        URIRef("http://testserver/daten/#nachnutzung"),
    }
    files = {
        "solutions": set(graph.objects(URIRef("http://testserver/daten/#loesungen"), DCAT.distribution)),
        "adoptions": set(graph.objects(URIRef("http://testserver/daten/#nachnutzung"), DCAT.distribution)),
    }
    assert (len(files["solutions"]), len(files["adoptions"])) == (4, 2)
    for thing in [catalogue, *graph.objects(catalogue, DCAT.dataset), *files["solutions"], *files["adoptions"]]:
        assert (thing, DCTERMS.license, CC_BY) in graph
        assert _one(graph, thing, DCTERMS.modified)
    for file in files["solutions"] | files["adoptions"]:
        response = browser.get(str(_one(graph, file, DCAT.downloadURL)).removeprefix("http://testserver"))
        media_type = response.headers["Content-Type"].partition(";")[0]
        assert str(_one(graph, file, DCAT.mediaType)).endswith(f"/media-types/{media_type}")


def test_software(zirkon: SolutionPage, browser_of: Browser) -> None:
    """An asset and a project, no dataset; with licence, status, source code, themes and whom to ask."""
    graph = graph_of(browser_of(None))
    [catalogue] = graph.subjects(RDF.type, DCAT.Catalog)
    assert (catalogue, DCAT.resource, SOFTWARE) in graph
    kinds = set(graph.objects(SOFTWARE, RDF.type))
    assert kinds == {DCAT.Resource, ADMS.Asset, DOAP.Project, SCHEMA.SoftwareApplication}
    for name, value in (
        (DCTERMS.title, Literal("Zirkon", lang="de")),
        (DCTERMS.description, Literal('Anträge „ohne“ "Papier"\\n', lang="de")),
        (DCTERMS.license, URIRef("http://spdx.org/licenses/EUPL-1.2")),
        (ADMS.status, URIRef("http://purl.org/adms/status/UnderDevelopment")),
        (DCAT.landingPage, URIRef("http://testserver/loesungen/zirkon/")),
        (DCAT.keyword, Literal("Wohnen", lang="de")),
        (DCAT.theme, URIRef("http://testserver/leistungen/wohngeld/")),
        (DCAT.version, Literal("4.2")),
        (DOAP.homepage, URIRef("https://zirkon.example")),
        (FOAF.page, URIRef("https://docs.zirkon.example/de")),
        (SCHEMA.isBasedOn, URIRef("https://quarz.example/%3Cx%3E")),
    ):
        assert list(graph.objects(SOFTWARE, name)).count(value) == 1, name
    assert len(list(graph.objects(SOFTWARE, SCHEMA.isBasedOn))) == 1
    languages = {str(value).rpartition("/")[2] for value in graph.objects(SOFTWARE, DCTERMS.language)}
    assert languages == {"DEU", "ENG"}
    repository = _one(graph, SOFTWARE, DOAP.repository)
    assert _one(graph, repository, DOAP.browse) == URIRef("https://code.example/zirkon")
    contact = _one(graph, SOFTWARE, DCAT.contactPoint)
    assert _one(graph, contact, VCARD.fn) == Literal("Team Onlinedienste", lang="de")
    assert not list(graph.objects(None, VCARD.hasEmail))
    vendor = _one(graph, SOFTWARE, DOAP.vendor)
    assert _one(graph, vendor, FOAF.name) == Literal("Quarz GmbH")


def test_several_licences(zirkon: SolutionPage, browser_of: Browser) -> None:
    """An expression is one licence document with its text; a page with nothing but a title is described, too."""
    graph = graph_of(browser_of(None))
    licence = _one(graph, URIRef("http://testserver/loesungen/zweifach/#software"), DCTERMS.license)
    assert _one(graph, licence, DCTERMS.identifier) == Literal("MIT OR Apache-2.0")
    empty = URIRef("http://testserver/loesungen/ohne-alles/#software")
    assert _one(graph, empty, DCTERMS.description) == Literal("Ohne alles", lang="de")
    assert not list(graph.objects(empty, DCTERMS.license))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ('https://a.example/"<>{}|\\^`', "https://a.example/%22%3C%3E%7B%7D%7C%5C%5E%60"),
        ("https://a.example/ä b", "https://a.example/%C3%A4%20b"),
        ("javascript:alert(1)", None),
        ("https://", None),
        ("", None),
    ],
)
def test_addresses(address: str, expected: str | None) -> None:
    """Every address becomes one that RDF takes, or none."""
    found = iri(address)
    assert found == (URIRef(expected) if expected else None)
    if found is not None:
        assert found.n3()


def test_names_of_others() -> None:
    """Licences and languages by the lists of SPDX and the EU, where they are there."""
    assert str(licence_uri("AGPL-3.0-or-later")) == "http://spdx.org/licenses/AGPL-3.0-or-later"
    assert licence_uri("MIT OR ISC") is None
    assert str(language_uri("pt-BR")).endswith("/language/POR")
    assert language_uri("tlh") is language_uri("") is None


def _one(graph: Graph, subject: Node, name: URIRef) -> Node:
    """The only value."""
    [value] = graph.objects(subject, name)
    return value
