"""The editors' index: written with each change, taken out, built anew; nothing is written twice."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from modelsearch.index import get_indexed_models
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

from exchange.discussions.services.opening import open_thread
from exchange.discussions.services.posting import post_reply, remove_post
from exchange.members.models import User
from exchange.pages.models import ExchangeImage, ExchangePage, Tag
from exchange.reports.models import ReportPage, SoftwareUse
from exchange.spaces.models import MunicipalityPage
from search.api import SearchRequest, search
from search.backend import building, comparing
from search.backend.objects import add_objects
from search.models import DocumentVector, IndexedObject, IndexState, PostingChunk
from search.state import current
from tests.factories import UserFactory, make_document, make_image, make_report

pytestmark = pytest.mark.django_db

BACKEND = get_search_backend()
OBJECTS = IndexState.Collection.OBJECTS


def found(text: str, rows: Any = ExchangePage) -> list[str]:
    """What a search finds in the editor."""
    return [one.title for one in BACKEND.search(text, rows)]


def states() -> Any:
    """The generations of the editors' index."""
    return IndexState.objects.filter(collection=OBJECTS)


def test_a_draft_is_found_by_editors_and_never_on_the_site(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Zinnober", live=False)
    assert found("Zinnober") == ["Zinnober"]
    assert search(SearchRequest("Zinnober"), AnonymousUser()).total == 0


def test_the_site_knows_nothing_of_the_words_of_drafts(kehl: MunicipalityPage) -> None:
    """Neither does it correct anything to them."""
    make_report(kehl, title="Zinnoberrot", live=False)
    answer = search(SearchRequest("Zinoberrot"), AnonymousUser())
    assert (answer.total, answer.meant) == (0, "")
    assert found("Zinoberrot") == ["Zinnoberrot"]


def test_changes_are_found_at_once(kehl: MunicipalityPage) -> None:
    report = make_report(kehl, title="Zinnober")
    image = make_image("Zinnober")
    report.title = "Ocker"
    report.save_revision().publish(skip_permission_checks=True)
    image.title = "Karmesin"
    image.save()
    assert (found("Zinnober"), found("Ocker")) == ([], ["Ocker"])
    assert (found("Zinnober", ExchangeImage), found("Karmesin", ExchangeImage)) == ([], ["Karmesin"])


def test_tags_are_found_as_soon_as_they_are_published(kehl: MunicipalityPage) -> None:
    """A page is saved before its tags are."""
    report = make_report(kehl, title="Fundbüro", tags=["Zinnober"])
    make_report(kehl, title="Entwurf", live=False, tags=["Zinnober"])
    assert sorted(found("Zinnober")) == ["Entwurf", "Fundbüro"]
    report.tags.add("Karmesin")
    report.save_revision().publish(skip_permission_checks=True)
    assert found("Karmesin") == ["Fundbüro"]
    tag = Tag.objects.get(name="Zinnober")
    tag.name = "Ocker"
    tag.save()
    assert sorted(found("Ocker")) == ["Entwurf", "Fundbüro"]
    tag.delete()
    assert found("Ocker") == []


def test_answers_are_found_as_part_of_their_thread(kehl: MunicipalityPage, administrator: User) -> None:
    author = UserFactory(municipality=kehl.municipality)
    thread = open_thread(title="Wer weiß es?", author=author, html="<p>Wir nicht.</p>")
    post = post_reply(thread=thread, author=author, html="<p>Nur Zinnober.</p>")
    assert found("Zinnober") == ["Wer weiß es?"]
    remove_post(post=post, actor=administrator, reason="Unsachlich")
    assert found("Zinnober") == []


@pytest.mark.parametrize("delete", ["page", "queryset"])
def test_what_is_deleted_is_gone(kehl: MunicipalityPage, delete: str) -> None:
    report = make_report(kehl, title="Zinnober", software=[SoftwareUse(name="Ockerwerk")])
    image = make_image("Zinnober")
    before = IndexedObject.objects.count()
    if delete == "page":
        report.delete()
        image.delete()
    else:
        ReportPage.objects.filter(pk=report.pk).delete()
        ExchangeImage.objects.filter(pk=image.pk).delete()
    assert IndexedObject.objects.count() == before - 3
    assert not PostingChunk.objects.filter(term="zinnob").exists()
    numbers = DocumentVector.objects.filter(generation=current(OBJECTS).generation)
    assert set(numbers.values_list("document", flat=True)) == set(IndexedObject.objects.values_list("pk", flat=True))


def test_what_did_not_change_is_not_written(kehl: MunicipalityPage) -> None:
    report = make_report(kehl, title="Zinnober")
    version = states().get().version
    with CaptureQueriesContext(connection) as queries:
        BACKEND.add(report)
    assert states().get().version == version
    assert [query["sql"].split()[0] for query in queries] == ["SELECT"] * len(queries)
    report.save()
    report.save_revision()
    assert states().get().version == version
    report.summary = "Etwas Neues."
    report.save()
    assert states().get().version != version


def test_many_are_written_with_few_queries(kehl: MunicipalityPage) -> None:
    def queries(number: int) -> int:
        reports = [
            make_report(
                kehl, slug=f"{number}-{place}", tags=["Amt", f"Wort {place}"], software=[SoftwareUse(name="Werk")]
            )
            for place in range(number)
        ]
        IndexedObject.objects.filter(content_type=ContentType.objects.get_for_model(ReportPage)).update(digest="")
        rows = list(ReportPage.get_indexed_objects().filter(pk__in=[report.pk for report in reports]))
        with CaptureQueriesContext(connection) as captured:
            BACKEND.add_bulk(ReportPage, rows)
        return len(captured)

    # From some rows on PostgreSQL takes them by COPY, which is five statements, however many rows there are.
    assert queries(8) == queries(12)


def test_wagtails_own_tables_stay_empty(kehl: MunicipalityPage) -> None:
    make_report(kehl)
    make_image()
    call_command("update_index", stdout=StringIO())
    assert not IndexEntry.objects.exists()


@pytest.mark.parametrize("command", ["update_index", "rebuild_search_index"])
def test_built_anew(kehl: MunicipalityPage, command: str) -> None:
    """What is missing comes in, what should not be there goes; the old generation goes, numbers stay."""
    report, gone, image = make_report(kehl, title="Zinnober"), make_report(kehl, title="Ocker"), make_image("Karmesin")
    make_document("Purpur")
    ExchangePage.objects.filter(pk=report.pk).update(title="Indigo")
    IndexedObject.objects.filter(object_id=str(image.pk)).delete()
    stale = IndexedObject.objects.create(
        content_type=ContentType.objects.get_for_model(ReportPage), object_id="999999", digest="x"
    )
    number = IndexedObject.objects.get(content_type=gone.content_type, object_id=str(gone.pk)).pk
    before = states().get().generation
    call_command(command, stdout=StringIO())
    assert states().get(serves=True).generation != before
    assert not DocumentVector.objects.filter(generation=before).exists()
    assert (found("Indigo"), found("Zinnober")) == (["Indigo"], [])
    assert found("Karmesin", ExchangeImage) == ["Karmesin"]
    assert not IndexedObject.objects.filter(pk=stale.pk).exists()
    assert IndexedObject.objects.get(content_type=gone.content_type, object_id=str(gone.pk)).pk == number
    assert not building.is_needed()
    entries = IndexedObject.objects.count()
    assert entries == sum(model.get_indexed_objects().count() for model in get_indexed_models())
    assert DocumentVector.objects.filter(generation=current(OBJECTS).generation).count() == entries


def test_only_the_schema_changes_nothing(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Zinnober")
    generation = states().get().generation
    call_command("update_index", "--schema-only", stdout=StringIO())
    assert states().get().generation == generation
    assert found("Zinnober") == ["Zinnober"]


def test_a_rebuild_goes_on_where_it_stopped(kehl: MunicipalityPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old index answers until the new one is whole, and what changes meanwhile goes into both."""
    for number in range(4):
        make_report(kehl, title=f"Zinnober {number}", slug=f"zinnober-{number}")
    old = states().get().generation

    def cut_short(model: Any, rows: Any, **options: Any) -> int:
        if model is ExchangeImage:
            raise KeyboardInterrupt
        return add_objects(model, rows, **options)

    make_image("Ocker")
    monkeypatch.setattr(building, "add_objects", cut_short)
    with pytest.raises(KeyboardInterrupt):
        building.rebuild()
    monkeypatch.undo()
    unfinished = states().get(serves=False).generation
    written = DocumentVector.objects.filter(generation=unfinished).count()
    assert written >= 4
    assert len(found("Zinnober")) == 4
    make_report(kehl, title="Zinnober 5", slug="zinnober-5")
    ReportPage.objects.get(title="Zinnober 0").delete()
    assert len(found("Zinnober")) == 4
    building.rebuild()
    assert states().get().generation == unfinished != old
    assert found("Zinnober 5")[0] == "Zinnober 5"
    assert (len(found("Zinnober")), found("Ocker", ExchangeImage)) == (4, ["Ocker"])


def test_built_only_if_needed(kehl: MunicipalityPage) -> None:
    building.rebuild()  # migrations make pages that nobody is told of
    generation = states().get().generation
    assert not building.is_needed()
    call_command("rebuild_search_index", "--if-needed", stdout=StringIO())
    assert states().get().generation == generation
    ExchangeImage.objects.bulk_create([ExchangeImage(title="Zinnober", width=1, height=1)])
    call_command("rebuild_search_index", "--if-needed", stdout=StringIO())
    assert found("Zinnober", ExchangeImage) == ["Zinnober"]
    states().update(analysis=0)
    assert building.is_needed()


def test_before_anything_is_indexed_nothing_is_found(kehl: MunicipalityPage) -> None:
    """Above all nothing of the other collection."""
    make_report(kehl, title="Zinnober")
    BACKEND.reset_indexes()
    assert found("Zinnober") == []
    assert search(SearchRequest("Zinnober"), AnonymousUser()).total == 1
    assert building.is_needed()
    call_command("rebuild_search_index", "--if-needed", stdout=StringIO())
    assert found("Zinnober") == ["Zinnober"]


def test_the_site_begins_empty_beside_the_editors_index(kehl: MunicipalityPage) -> None:
    make_report(kehl, title="Zinnober", live=False)
    IndexState.objects.filter(collection=IndexState.Collection.SITE).delete()
    IndexState.objects.filter(collection=OBJECTS).update(generation=1)
    assert len(current().lengths.nonzero()[0]) == 0


def test_one_generation_of_a_collection_serves() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        IndexState.objects.create(generation=999, collection=OBJECTS, serves=True)


def test_an_unfinished_generation_can_be_begun_anew(kehl: MunicipalityPage) -> None:
    unfinished = building.begin()
    assert building.begin(from_the_start=False) == unfinished
    make_report(kehl, title="Zinnober")
    assert DocumentVector.objects.filter(generation=unfinished).exists()
    assert not DocumentVector.objects.filter(generation=building.begin()).exists()


def test_differences_are_told_and_mended(kehl: MunicipalityPage) -> None:
    """What is missing, has other texts, was torn or stands for nothing."""
    building.rebuild()
    missing, outdated, torn = (make_report(kehl, title=title) for title in ("Zinnober", "Ocker", "Karmesin"))
    entries = IndexedObject.objects.filter(content_type=missing.content_type)
    entries.filter(object_id=str(missing.pk)).delete()
    ReportPage.objects.filter(pk=outdated.pk).update(title="Indigo")
    generation = current(OBJECTS).generation
    DocumentVector.objects.filter(generation=generation, document=entries.get(object_id=str(torn.pk)).pk).delete()
    IndexedObject.objects.create(content_type=missing.content_type, object_id="999999", digest="x")
    assert comparing.compare() == comparing.Differences(outdated=3, surplus=2)
    with pytest.raises(CommandError, match="fehlen 3 Einträge oder sind veraltet, 2 sind überzählig"):
        call_command("check_search_index")
    call_command("check_search_index", "--mend", stdout=StringIO())
    assert not comparing.compare()
    assert [found(text) for text in ("Zinnober", "Indigo", "Ocker", "Karmesin")] == [
        ["Zinnober"],
        ["Indigo"],
        [],
        ["Karmesin"],
    ]
