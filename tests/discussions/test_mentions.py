"""@Mentions find the members they name, and nobody else."""

from __future__ import annotations

import pytest

from exchange.discussions.mentions import MAX_MENTIONS, mark_mentions, suggest_members
from exchange.members.models import User
from exchange.spaces.models import MunicipalityPage
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def mention(name: str) -> str:
    """A name as it stands in a post."""
    return f'<span class="mention">@{name}</span>'


def test_a_name_is_marked(helper: User) -> None:
    html, keys = mark_mentions("<p>Fragt mal @Hanna Helferin, die weiß das.</p>")
    assert html == f"<p>Fragt mal {mention('Hanna Helferin')}, die weiß das.</p>"
    assert keys == [helper.pk]


@pytest.mark.parametrize(
    "text",
    ["Hanna Helferin", "hanna@Helferin", "@Hanna", "@ Hanna Helferin", "@Hanna Anders", "@HannaHelferin", "@@", "@"],
)
def test_what_is_no_mention(helper: User, text: str) -> None:
    assert mark_mentions(f"<p>{text}</p>") == (f"<p>{text}</p>", [])


def test_the_end_of_a_sentence_is_no_part_of_a_name(helper: User) -> None:
    html, keys = mark_mentions("<p>Danke @Hanna Helferin. Und Tschüss @Hanna Helferin</p>")
    assert html == f"<p>Danke {mention('Hanna Helferin')}. Und Tschüss {mention('Hanna Helferin')}</p>"
    assert keys == [helper.pk]


def test_names_of_several_words_and_with_hyphens(kehl: MunicipalityPage) -> None:
    long = UserFactory(municipality=kehl.municipality, first_name="Anna-Maria", last_name="von der Heide")
    assert mark_mentions("<p>@Anna-Maria von der Heide weiß es</p>") == (
        f"<p>{mention('Anna-Maria von der Heide')} weiß es</p>",
        [long.pk],
    )


def test_namesakes_need_their_municipality(kehl: MunicipalityPage, lahr: MunicipalityPage) -> None:
    people = [
        UserFactory(municipality=space.municipality, first_name="Eva", last_name="Müller") for space in (kehl, lahr)
    ]
    # Marked, so that visitors do not read it, but nobody is addressed.
    assert mark_mentions("<p>@Eva Müller</p>") == (f"<p>{mention('Eva Müller')}</p>", [])
    assert mark_mentions("<p>@Eva Müller (Kehl)</p>") == (f"<p>{mention('Eva Müller')} (Kehl)</p>", [people[0].pk])
    inserts = [each["insert"] for each in suggest_members("Eva")]
    assert inserts == ["@Eva Müller (Kehl)", f"@Eva Müller ({lahr.municipality.name})"]


def test_only_members_who_are_there(kehl: MunicipalityPage) -> None:
    UserFactory(first_name="Ohne", last_name="Kommune")
    gone = UserFactory(municipality=kehl.municipality, first_name="Nicht", last_name="Mehr")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert mark_mentions("<p>@Ohne Kommune @Nicht Mehr</p>")[1] == []
    for text in ("Ohne", "Nicht", "", " ", "x" * 200):
        assert suggest_members(text) == []


def test_no_mentions_inside_links_and_attributes(helper: User) -> None:
    html = '<p><a href="https://x.example/@Hanna Helferin">@Hanna Helferin</a></p>'
    assert mark_mentions(html) == (html, [])


def test_who_is_only_quoted_is_not_addressed(helper: User) -> None:
    html = "<blockquote><blockquote>a</blockquote>@Hanna Helferin:</blockquote>{}"
    assert mark_mentions(html.format("")) == (html.format("").replace("@Hanna Helferin", mention("Hanna Helferin")), [])
    assert mark_mentions(html.format("<p>@Hanna Helferin</p>"))[1] == [helper.pk]


def test_nobody_calls_everybody(kehl: MunicipalityPage) -> None:
    people = [
        UserFactory(municipality=kehl.municipality, first_name="Kim", last_name=f"Name{chr(97 + number)}")
        for number in range(MAX_MENTIONS + 3)
    ]
    html = "".join(f"<p>@{person.get_full_name()}</p>" for person in people)
    marked, called = mark_mentions(html)
    assert len(called) == MAX_MENTIONS
    assert marked.count("mention") == len(people)
