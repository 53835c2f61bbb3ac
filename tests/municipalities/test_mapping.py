from __future__ import annotations

import itertools
import math

import pytest

from exchange.municipalities.loading import load_shipped_municipalities
from exchange.municipalities.mapping import MapLayout, MapPoint, MapStyle, PlacedPoint, circle_radius, layout_map
from exchange.municipalities.models import Municipality

STYLE = MapStyle()
OFFENBURG = MapPoint(48.469474, 7.944214, 61_670, "Offenburg")
KEHL = MapPoint(48.572447, 7.813177, 38_154, "Kehl")
SEEBACH = MapPoint(48.57575, 8.169128, 1_436, "Seebach")

Box = tuple[float, float, float, float]


def label_box(place: PlacedPoint, label: str, font_size: int) -> Box:
    """Where the letters stand at least, a little narrower than the layout reckons."""
    length = len(label) * font_size * 0.5
    left = {"start": 0.0, "middle": length / 2, "end": length}[place.label_anchor]
    return (
        place.label_x - left,
        place.label_y - font_size * 0.7,
        place.label_x - left + length,
        place.label_y + font_size * 0.2,
    )


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def assert_readable(points: list[MapPoint], layout: MapLayout, style: MapStyle) -> None:
    """Circles and labels inside the map, labels free of each other and of all circles."""
    for place in layout.places:
        assert place.radius <= place.x <= layout.width - place.radius
        assert place.radius <= place.y <= layout.height - place.radius
    boxes = [
        label_box(place, point.label, style.font_size)
        for point, place in zip(points, layout.places, strict=True)
        if place.show_label
    ]
    for left, top, right, bottom in boxes:
        assert left >= 0
        assert top >= 0
        assert right <= layout.width
        assert bottom <= layout.height
        for place in layout.places:
            nearest = min(max(place.x, left), right), min(max(place.y, top), bottom)
            assert math.dist(nearest, (place.x, place.y)) >= place.radius
    for one, other in itertools.combinations(boxes, 2):
        assert not overlap(one, other)


def test_north_is_up_and_east_is_right() -> None:
    kehl, offenburg, seebach = layout_map([KEHL, OFFENBURG, SEEBACH]).places

    assert kehl.x < offenburg.x < seebach.x
    assert seebach.y < kehl.y < offenburg.y


def test_distances_are_true_to_scale_in_both_directions() -> None:
    # At 60 degrees north a degree of longitude is half as long as one of latitude.
    corners = [MapPoint(59.5, 7.0), MapPoint(60.5, 7.0), MapPoint(59.5, 9.0), MapPoint(60.5, 9.0)]

    south_west, north_west, south_east, _north_east = layout_map(corners).places

    assert south_east.x - south_west.x == pytest.approx(south_west.y - north_west.y, abs=1)


def test_the_map_fills_its_width_up_to_the_margin() -> None:
    kehl, _offenburg, seebach = layout_map([KEHL, OFFENBURG, SEEBACH], STYLE).places

    assert kehl.x == STYLE.margin
    assert seebach.x == STYLE.width - STYLE.margin


def test_four_times_the_people_make_twice_the_radius() -> None:
    style = MapStyle(least_radius=1, most_radius=40)

    assert circle_radius(100_000, 100_000, style) == 40
    assert circle_radius(25_000, 100_000, style) == 20
    assert circle_radius(1, 100_000, style) == 1
    assert circle_radius(None, 100_000, style) == 1
    assert circle_radius(0, 0, style) == 1


def test_places_come_back_in_the_order_they_were_given_in() -> None:
    there = layout_map([KEHL, OFFENBURG, SEEBACH]).places
    back = layout_map([SEEBACH, OFFENBURG, KEHL]).places

    assert there == back[::-1]


def test_of_two_towns_at_one_place_only_the_larger_one_is_named() -> None:
    hidden = MapPoint(OFFENBURG.latitude, OFFENBURG.longitude, 5_000, "Dahinter")

    layout = layout_map([hidden, OFFENBURG, KEHL, SEEBACH], MapStyle(font_size=200, most_radius=30))

    assert not layout.places[0].show_label


def test_no_more_labels_than_asked_for_and_the_largest_first() -> None:
    shown = [place.show_label for place in layout_map([SEEBACH, KEHL, OFFENBURG], MapStyle(most_labels=2)).places]

    assert shown == [False, True, True]


def test_a_place_without_a_name_gets_no_label() -> None:
    (place,) = layout_map([MapPoint(48.5, 7.9, 100)]).places

    assert not place.show_label


def test_one_place_stands_in_the_middle() -> None:
    layout = layout_map([OFFENBURG])

    assert (layout.places[0].x, layout.places[0].y) == (layout.width / 2, layout.height / 2)
    assert_readable([OFFENBURG], layout, STYLE)


def test_no_place_is_an_empty_map() -> None:
    layout = layout_map([])

    assert layout.places == []
    assert layout.width > 0
    assert layout.height > 0


def test_places_one_below_the_other_make_no_endless_map() -> None:
    points = [MapPoint(47.5, 9.0, 10, "Süd"), MapPoint(55.0, 9.0, 10, "Nord"), MapPoint(51.0, 9.01, 10, "Mitte")]

    layout = layout_map(points, STYLE)

    assert layout.height <= STYLE.width * STYLE.most_aspect
    assert_readable(points, layout, STYLE)


@pytest.mark.parametrize(("latitude", "longitude"), [(91, 8), (48, 181), (float("nan"), 8), (48, float("inf"))])
def test_what_is_no_place_is_refused(latitude: float, longitude: float) -> None:
    with pytest.raises(ValueError, match="No place"):
        MapPoint(latitude, longitude)


@pytest.mark.parametrize("sizes", [{"width": 50}, {"least_radius": 0}, {"least_radius": 30, "most_radius": 20}])
def test_sizes_that_do_not_fit_together_are_refused(sizes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"width|radius"):
        MapStyle(**sizes)


@pytest.mark.django_db
@pytest.mark.parametrize("style", [MapStyle(), MapStyle(width=640, padding=28, font_size=17, most_radius=20)])
def test_the_map_of_the_county_is_readable_and_names_its_large_towns(style: MapStyle) -> None:
    load_shipped_municipalities()
    points = [
        MapPoint(float(place.latitude or 0), float(place.longitude or 0), place.population, place.name)
        for place in Municipality.objects.with_position()
    ]

    layout = layout_map(points, style)

    assert_readable(points, layout, style)
    named = {point.label for point, place in zip(points, layout.places, strict=True) if place.show_label}
    assert named >= {"Offenburg", "Lahr/Schwarzwald", "Kehl", "Achern", "Oberkirch"}
    assert len(named) <= style.most_labels
