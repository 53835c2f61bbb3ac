"""What cameras and phones write into pictures beside the picture, above all the place."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _
from PIL import ExifTags, Image

# What Pillow raises for pictures that were cut off or damaged.
UNREADABLE = (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError, MemoryError)
_KEPT = (ExifTags.Base.Orientation,)  # which way is up
_OPTIONS: dict[str, dict[str, Any]] = {"JPEG": {"quality": "keep"}, "MPO": {"quality": 90}, "WEBP": {"quality": 90}}
# Tells in a picture's ``info`` that somebody has described it; ``exif`` is looked at on its own.
_DESCRIBED = ("xmp", "XML:com.adobe.xmp", "comment", "Comment")


def unreadable() -> ValidationError:
    """What forms say of what is no whole picture."""
    return ValidationError(_("This picture cannot be read."))


def checked_picture(file: File[Any]) -> File[Any]:
    """``without_description`` for forms: ValidationError for what is no whole picture."""
    try:
        return without_description(file)
    except UNREADABLE:
        raise unreadable() from None
    finally:
        file.seek(0)


def without_description(file: File[Any]) -> File[Any]:
    """The picture as it is, without place, time, device and owner; the same file where it tells nothing of these.

    A JPEG is written with its own tables, so that nobody sees a difference; of the several pictures that telephones put
    into one file (MPO) the first stays. Pictures that move stay as they are: they come from no camera. Raises one of
    UNREADABLE for what is no whole picture.
    """
    file.seek(0)
    with Image.open(file) as picture:
        exif = picture.getexif()
        told = {tag for tag in exif if tag not in _KEPT} or set(_DESCRIBED) & set(picture.info)
        kind = str(picture.format)
        if not told or (kind != "MPO" and getattr(picture, "is_animated", False)):
            file.seek(0)
            return file
        kept = Image.Exif()
        kept.update({tag: exif[tag] for tag in _KEPT if tag in exif})
        options = _OPTIONS.get(kind, {})
        icc_profile = picture.info.get("icc_profile")
        content = BytesIO()
        picture.load()
        for key in _DESCRIBED:
            picture.info.pop(key, None)
        picture.save(
            content,
            "JPEG" if kind == "MPO" else kind,
            exif=kept.tobytes() if len(kept) else b"",
            icc_profile=icc_profile,
            **options,
        )
    return ContentFile(content.getvalue(), name=file.name)
