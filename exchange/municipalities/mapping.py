"""Layout of a map of places, drawn from their coordinates alone. Pure functions; the drawing is a template's matter.

Lengths are whole units of the SVG's viewBox: a template that speaks German would write a decimal with a comma, and
at the usual width of 1,000 units nobody sees the rounding.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

Anchor = Literal["start", "middle", "end"]

# Of a humanist sans serif, in parts of the font size: mean width of a letter, height above and below the base line.
_LETTER_WIDTH = 0.56
_ASCENT = 0.8
_DESCENT = 0.25
# Only the larger places are tried, or a crowded map would name villages between its unnamed cities.
_CANDIDATES_PER_LABEL = 3
# A map of one place, or of places in one row, still gets a surface of this part of its width.
_LEAST_ASPECT = 0.25


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place as it comes out of the register: degrees (WGS 84), inhabitants if known, and the name to write."""

    latitude: float
    longitude: float
    population: int | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not (-85 <= self.latitude <= 85 and -180 <= self.longitude <= 180):
            raise ValueError(f"No place on a map: {self.latitude}, {self.longitude}")


@dataclass(frozen=True, slots=True)
class MapStyle:
    """Sizes in units of the viewBox. ``most_aspect`` limits the height to so many widths."""

    width: int = 1000
    padding: int = 40
    least_radius: int = 6
    most_radius: int = 28
    font_size: int = 24
    most_labels: int = 16
    label_gap: int = 5
    most_aspect: float = 2.0

    def __post_init__(self) -> None:
        if not 0 < self.least_radius <= self.most_radius:
            raise ValueError("The least radius must be positive and not above the greatest one.")
        if self.width <= 2 * self.margin:
            raise ValueError("The width leaves no room beside padding and circles.")

    @property
    def margin(self) -> int:
        """Distance of the outermost centres from the edge: no circle is cut off."""
        return max(self.padding, self.most_radius)


@dataclass(frozen=True, slots=True)
class PlacedPoint:
    """Circle and label of one place; ``label_y`` is the base line, ``label_anchor`` the value of ``text-anchor``."""

    x: int
    y: int
    radius: int
    label_x: int
    label_y: int
    label_anchor: Anchor
    show_label: bool


@dataclass(frozen=True, slots=True)
class MapLayout:
    """What a template needs for ``viewBox="0 0 width height"``; the places stand in the order they were given in."""

    width: int
    height: int
    places: list[PlacedPoint]


class _Circle(NamedTuple):
    x: int
    y: int
    radius: int


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def meets_circle(self, circle: _Circle) -> bool:
        nearest_x = min(max(circle.x, self.left), self.right)
        nearest_y = min(max(circle.y, self.top), self.bottom)
        return math.hypot(circle.x - nearest_x, circle.y - nearest_y) < circle.radius


class _Label(NamedTuple):
    x: int
    y: int
    anchor: Anchor
    box: _Box


def layout_map(points: Sequence[MapPoint], style: MapStyle | None = None) -> MapLayout:
    """Circles, and labels for the largest places as far as they find room.

    Equirectangular projection with the longitudes shortened by the cosine of the middle latitude, true to scale in
    both directions for an area of the size of a county and good enough for all of Germany. The area of a circle
    grows with the population. Every label stands free of all circles and other labels, and inside the map.
    """
    style = style or MapStyle()
    circles, height = _place_circles(points, style)
    labels = _place_labels(points, circles, height, style)
    places = []
    for point, circle, label in zip(points, circles, labels, strict=True):
        shown = label or _label_options(point.label, circle, style)[0]
        places.append(
            PlacedPoint(
                x=circle.x,
                y=circle.y,
                radius=circle.radius,
                label_x=shown.x,
                label_y=shown.y,
                label_anchor=shown.anchor,
                show_label=label is not None,
            )
        )
    return MapLayout(width=style.width, height=height, places=places)


def circle_radius(population: int | None, most_population: int, style: MapStyle) -> int:
    """Radius whose square grows with the population; the least one where the population is not known."""
    if not population or most_population <= 0:
        return style.least_radius
    share = min(population / most_population, 1.0)
    return max(style.least_radius, round(style.most_radius * math.sqrt(share)))


def _place_circles(points: Sequence[MapPoint], style: MapStyle) -> tuple[list[_Circle], int]:
    least_height = max(round(style.width * _LEAST_ASPECT), 2 * style.margin)
    if not points:
        return [], least_height
    north, south = max(point.latitude for point in points), min(point.latitude for point in points)
    east, west = max(point.longitude for point in points), min(point.longitude for point in points)
    shortening = math.cos(math.radians((north + south) / 2))
    span_x, span_y = (east - west) * shortening, north - south
    room_x = style.width - 2 * style.margin
    room_y = style.width * style.most_aspect - 2 * style.margin
    scales = [room / span for room, span in ((room_x, span_x), (room_y, span_y)) if span > 0]
    scale = min(scales, default=0.0)
    height = max(round(span_y * scale) + 2 * style.margin, least_height)
    # Centred, for the direction in which the places do not fill the map.
    left = (style.width - span_x * scale) / 2
    top = (height - span_y * scale) / 2
    most_population = max((point.population or 0 for point in points), default=0)
    circles = [
        _Circle(
            x=round(left + (point.longitude - west) * shortening * scale),
            y=round(top + (north - point.latitude) * scale),
            radius=circle_radius(point.population, most_population, style),
        )
        for point in points
    ]
    return circles, height


def _place_labels(
    points: Sequence[MapPoint], circles: Sequence[_Circle], height: int, style: MapStyle
) -> list[_Label | None]:
    labels: list[_Label | None] = [None] * len(points)
    by_size = sorted(range(len(points)), key=lambda index: (-(points[index].population or 0), index))
    placed: list[_Box] = []
    for index in by_size[: style.most_labels * _CANDIDATES_PER_LABEL]:
        if len(placed) >= style.most_labels:
            break
        if not points[index].label:
            continue
        for option in _label_options(points[index].label, circles[index], style):
            box = option.box
            inside = box.left >= 0 and box.top >= 0 and box.right <= style.width and box.bottom <= height
            if (
                inside
                and not any(box.meets(other) for other in placed)
                and not any(box.meets_circle(circle) for circle in circles)
            ):
                labels[index] = option
                placed.append(box)
                break
    return labels


def _label_options(text: str, circle: _Circle, style: MapStyle) -> list[_Label]:
    """Right, left, above and below the circle: the order in which a reader expects a name."""
    distance = circle.radius + style.label_gap
    ascent, descent = math.ceil(style.font_size * _ASCENT), math.ceil(style.font_size * _DESCENT)
    beside = circle.y + round((ascent - descent) / 2)
    anchors: list[tuple[int, int, Anchor]] = [
        (circle.x + distance, beside, "start"),
        (circle.x - distance, beside, "end"),
        (circle.x, circle.y - distance - descent, "middle"),
        (circle.x, circle.y + distance + ascent, "middle"),
    ]
    length = len(text) * style.font_size * _LETTER_WIDTH
    part_left_of_anchor = {"start": 0.0, "middle": 0.5, "end": 1.0}
    options = []
    for x, y, anchor in anchors:
        left = x - length * part_left_of_anchor[anchor]
        options.append(_Label(x, y, anchor, _Box(left, y - ascent, left + length, y + descent)))
    return options
