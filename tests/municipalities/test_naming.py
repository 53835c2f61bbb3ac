from __future__ import annotations

import itertools

import pytest

from exchange.municipalities.naming import NamedPlace, assign_slugs, sort_key

KEHL = NamedPlace("08317057", "Kehl", "Ortenaukreis")


def berg(ags: str, county: str) -> NamedPlace:
    return NamedPlace(ags, "Berg", county)


def test_names_sort_as_in_a_german_dictionary() -> None:
    in_order = [
        "Bad Essen",
        "Bad Überkingen",
        "Bad Urach",
        "Baden-Baden",
        "Münster",
        "Munster (Örtze)",
        "Mußbach",
        "Mutterstadt",
        "Öhringen",
        "Östringen",
        "Ottersweier",
    ]

    shuffled = sorted(in_order, key=len)
    assert sorted(shuffled, key=sort_key) == in_order


def test_a_sort_key_has_nothing_in_it_that_a_database_could_weigh_differently() -> None:
    keys = [sort_key(name) for name in ("Forst (Lausitz)/Baršć (Łužyca)", "Rade b. Rendsburg", "ẞ – §")]

    assert keys == ["forst0lausitz0barsc0luzyca", "rade0b0rendsburg", "ss"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Kehl", "kehl"),
        ("Willstätt", "willstaett"),
        ("Meißenheim", "meissenheim"),
        ("Lahr/Schwarzwald", "lahr-schwarzwald"),
        ("Gutach (Schwarzwaldbahn)", "gutach-schwarzwaldbahn"),
        ("Vetschau/Spreewald / Wětošow/Błota", "vetschau-spreewald-wetosow-blota"),
        ("Rade b. Rendsburg", "rade-b-rendsburg"),
    ],
)
def test_a_name_becomes_a_readable_part_of_an_address(name: str, slug: str) -> None:
    assert assign_slugs([KEHL._replace(name=name)], taken=set()) == {"08317057": slug}


def test_a_taken_address_gets_the_county_behind_it() -> None:
    assert assign_slugs([KEHL], taken={"kehl"}) == {"08317057": "kehl-ortenaukreis"}


def test_namesakes_are_told_apart_by_county_then_by_key() -> None:
    places = [
        berg("09001001", "Starnberg"),
        berg("09002002", "Hof, Landkreis"),
        berg("09003003", "Neumarkt"),
        berg("09003004", "Neumarkt"),
    ]

    expected = {
        "09001001": "berg-starnberg",
        "09002002": "berg-hof",
        "09003003": "berg-09003003",
        "09003004": "berg-09003004",
    }
    for order in itertools.permutations(places):
        assert assign_slugs(order, taken=set()) == expected


def test_a_name_that_looks_like_the_way_out_of_a_clash_keeps_its_address() -> None:
    places = [berg("09001001", "Hof"), berg("09002002", "Roth"), NamedPlace("09003003", "Berg Hof", "Roth")]

    slugs = assign_slugs(places, taken=set())

    assert slugs["09003003"] == "berg-hof"
    assert slugs["09001001"] == "berg-09001001"
    assert len(set(slugs.values())) == 3


def test_a_name_without_letters_gets_its_key() -> None:
    assert assign_slugs([KEHL._replace(name="…", county="")], taken=set()) == {"08317057": "08317057"}
