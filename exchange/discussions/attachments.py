"""Files on posts: checked when they come in, given to whoever may read the post."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError

from exchange.discussions.models import Attachment, Post
from exchange.pages.pictures import checked_picture, unreadable, without_description
from exchange.pages.upload_forms import check_document

MAX_FILES = 5  # on one post
MAX_PIXELS = 50_000_000
IMAGE_FORMATS = {"gif": "GIF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


def attach(post: Post, files: Sequence[UploadedFile[Any]]) -> None:
    """Keep checked files with a post."""
    for file in files:
        size = picture_size(file) if _ending(file) in IMAGE_FORMATS else None
        kept = without_description(file) if size else file
        Attachment.objects.create(
            post=post,
            file=kept,
            name=PurePosixPath((file.name or "datei").replace("\\", "/")).name[-200:],
            size=kept.size or 0,
            width=size[0] if size else None,
            height=size[1] if size else None,
        )


def picture_type(name: str) -> str:
    """The media type of a picture with this name, by its ending alone: a name can look like an address of data."""
    return f"image/{IMAGE_FORMATS[name.rpartition('.')[2].lower()].lower()}"


def detach(files: Iterable[Attachment]) -> None:
    """Delete files of posts, from the disk as soon as that is certain."""
    for attachment in list(files):
        storage, name = attachment.file.storage, str(attachment.file.name)
        attachment.delete()
        transaction.on_commit(partial(storage.delete, name))


def check_file(file: UploadedFile[Any]) -> None:
    """ValidationError for a file that is too large, of a kind that is not taken, or not what its name says."""
    ending = _ending(file)
    if ending in IMAGE_FORMATS:
        if (file.size or 0) > settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE:
            raise ValidationError(
                _("The file has %(size)s; at most %(limit)s can be uploaded."),
                params={
                    "size": filesizeformat(file.size or 0),
                    "limit": filesizeformat(settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE),
                },
            )
        if picture_size(file) is None:
            raise unreadable()
        checked_picture(file)
    elif ending in settings.WAGTAILDOCS_EXTENSIONS:
        check_document(file)
    else:
        kinds = ", ".join([*IMAGE_FORMATS, *settings.WAGTAILDOCS_EXTENSIONS])
        raise ValidationError(_("Files of this kind are not taken. Possible are: %(kinds)s."), params={"kinds": kinds})


def picture_size(file: UploadedFile[Any]) -> tuple[int, int] | None:
    """Width and height in pixels of a picture that is what its name says; None for everything else."""
    file.seek(0)
    try:
        with Image.open(file, formats=[IMAGE_FORMATS[_ending(file)]]) as picture:
            size: tuple[int, int] = picture.size
            picture.verify()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError):
        return None
    finally:
        file.seek(0)
    return size if size[0] * size[1] <= MAX_PIXELS else None


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to five files; each is checked, and the message names the one that is wrong."""

    def __init__(self, **kwargs: Any) -> None:
        texts = {
            "label": gettext_lazy("Pictures and files"),
            "help_text": gettext_lazy("Up to five, for example PDF, DOCX, XLSX, PNG, JPG."),
        }
        super().__init__(**{"required": False, "widget": FilesInput, **texts, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """The files; ValidationError for too many or bad ones."""
        files = [file for file in (data if isinstance(data, list | tuple) else [data]) if file]
        if len(files) > MAX_FILES:
            raise ValidationError(_("At most %(limit)d files go with one post."), params={"limit": MAX_FILES})
        errors = []
        for file in files:
            try:
                super().clean(file, initial)
                check_file(file)
            except ValidationError as error:
                errors.append(ValidationError(f"{file.name}: {' '.join(error.messages)}"))
        if errors:
            raise ValidationError(errors)
        return files


def _ending(file: UploadedFile[Any]) -> str:
    return (file.name or "").rpartition(".")[2].lower()
