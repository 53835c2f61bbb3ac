"""Pictures do not tell where and by whom they were taken."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import ExifTags, Image, ImageChops

from exchange.discussions.attachments import check_file
from exchange.pages.models import ExchangeImage
from exchange.pages.pictures import without_description
from exchange.spaces.models import MunicipalityPage
from exchange.spaces.services import municipality_collection
from tests.conftest import Cast


def picture(kind: str, **options: Any) -> SimpleUploadedFile:
    content = BytesIO()
    Image.linear_gradient("L").convert("RGB").save(content, kind, **options)
    return SimpleUploadedFile(f"rathaus.{kind.lower()}", content.getvalue())


def described() -> Image.Exif:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "Erika Musterfrau"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (48.0, 34.0, 12.0)
    return exif


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_and_owner_are_taken_out(kind: str) -> None:
    before = picture(kind, exif=described().tobytes(), **({} if kind == "PNG" else {"quality": 80}))
    after = without_description(before)
    with Image.open(before) as old, Image.open(after) as new:
        assert dict(new.getexif()) == {ExifTags.Base.Orientation: 6}, "and it stands upright"
        assert not new.getexif().get_ifd(ExifTags.IFD.GPSInfo)
        assert (new.size, new.format, after.name) == (old.size, kind, before.name)
        assert max(ImageChops.difference(old.convert("L"), new.convert("L")).tobytes()) <= 8


def test_several_pictures_in_one_file() -> None:
    """As telephones make them."""
    content = BytesIO()
    one = Image.new("RGB", (40, 30), "#2f4ba0")
    one.save(content, "MPO", save_all=True, append_images=[one], exif=described().tobytes())
    before = SimpleUploadedFile("rathaus.jpg", content.getvalue())
    with Image.open(before) as old, Image.open(without_description(before)) as new:
        assert (old.format, new.format, new.size) == ("MPO", "JPEG", (40, 30))
        assert dict(new.getexif()) == {ExifTags.Base.Orientation: 6}


def test_descriptions_beside_exif_are_taken_out() -> None:
    before = picture("JPEG", xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Erika Musterfrau</x:xmpmeta>", comment="geheim")
    content = without_description(before).read()
    assert b"Musterfrau" not in content
    assert b"geheim" not in content


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    whole = picture(kind, exif=described().tobytes()).read()
    half = SimpleUploadedFile(f"halb.{kind.lower()}", whole[: len(whole) * 2 // 3])
    with pytest.raises(ValidationError):
        check_file(half)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_others_stay_byte_for_byte(kind: str) -> None:
    before = picture(kind)
    assert without_description(before) is before


def upload(browser: Client, kehl: MunicipalityPage, file: SimpleUploadedFile) -> Any:
    collection = municipality_collection(kehl.municipality).pk
    return browser.post(reverse("wagtailimages:add"), {"title": "Rathaus", "file": file, "collection": collection})


@pytest.mark.django_db
def test_pictures_of_reports_tell_nothing_either(
    cast: Cast, kehl: MunicipalityPage, browser_of: Callable[[Any], Client]
) -> None:
    """Wagtail would give what the camera has written on with each size."""
    upload(browser_of(cast.author), kehl, picture("JPEG", exif=described().tobytes(), comment="geheim"))
    image = ExchangeImage.objects.get()
    for file in (image.file, image.get_rendition("width-100").file, image.get_rendition("width-100|format-webp").file):
        with file.open() as stored, Image.open(stored) as kept:
            assert not {*kept.getexif()} - {ExifTags.Base.Orientation}
            assert "comment" not in kept.info
    with image.file.open() as stored:
        assert (image.file_size, image.file_hash) == (image.file.size, hashlib.sha1(stored.read()).hexdigest())  # noqa: S324


@pytest.mark.django_db
def test_half_a_picture_of_a_report_is_refused(
    cast: Cast, kehl: MunicipalityPage, browser_of: Callable[[Any], Client]
) -> None:
    whole = picture("JPEG", exif=described().tobytes()).read()
    response = upload(browser_of(cast.author), kehl, SimpleUploadedFile("halb.jpeg", whole[: len(whole) * 2 // 3]))
    assert "Dieses Bild lässt sich nicht lesen." in response.content.decode()
    assert not ExchangeImage.objects.exists()
