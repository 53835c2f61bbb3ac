"""Checks on what is uploaded: size, extension and content must agree."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from typing import IO, Any

import filetype
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from exchange.pages.pictures import UNREADABLE, checked_picture, unreadable

SAMPLE_BYTES = 8192
TEXT_EXTENSIONS = ("csv", "txt")
# First file of an OpenDocument container, see OpenDocument 1.3, part 2, section 3.3.
ODF_MIMETYPE_PREFIX = b"application/vnd.oasis.opendocument."
# A file of this name must be inside an Office Open XML container (ECMA-376, part 2).
OOXML_PART = "[Content_Types].xml"
# What Python's zipfile raises for containers that were cut off or damaged, which is more than it documents.
_UNREADABLE = (
    zipfile.BadZipFile,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zlib.error,
)
MACRO_PARTS = ("vbaproject.bin", "basic/", "scripts/")


def check_document(file: UploadedFile[Any]) -> None:
    """Raise ValidationError when the document is too large or is not what its name says."""
    if file.size is not None and file.size > settings.DOCUMENT_MAX_UPLOAD_SIZE:
        raise ValidationError(
            _("The file has %(size)s; at most %(limit)s can be uploaded."),
            params={"size": filesizeformat(file.size), "limit": filesizeformat(settings.DOCUMENT_MAX_UPLOAD_SIZE)},
        )
    extension = (file.name or "").rpartition(".")[2].lower()
    file.seek(0)
    sample = file.read(SAMPLE_BYTES)
    file.seek(0)
    if not sample:
        raise ValidationError(_("The file is empty."))
    if not _fits(extension, sample, file):
        raise ValidationError(
            _("The content of the file is not what its ending “.%(extension)s” says. Please save it again and retry."),
            params={"extension": extension},
        )
    file.seek(0)


def _fits(extension: str, sample: bytes, file: IO[bytes] | UploadedFile[Any]) -> bool:
    if extension in TEXT_EXTENSIONS:
        return b"\0" not in sample and filetype.guess(sample) is None
    if extension == "pdf":
        return b"%PDF-" in sample[:1024]
    return _is_office_file(extension, file)


def _is_office_file(extension: str, file: Any) -> bool:
    """Whether it is a container of the right kind without macros."""
    try:
        with zipfile.ZipFile(file) as container:
            names = container.namelist()
            if any(part in name.lower() for name in names for part in MACRO_PARTS):
                return False
            if extension in ("odt", "ods", "odp"):
                with container.open("mimetype") as entry:
                    return entry.read(100).startswith(ODF_MIMETYPE_PREFIX)
            return OOXML_PART in names
    except _UNREADABLE:
        return False


class DocumentUploadForm(BaseDocumentForm):
    """Wagtail's form with the check of the content."""

    def clean_file(self) -> Any:
        """The file, when it is what its name says."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data and file:
            check_document(file)
        return file


class PictureField(WagtailImageField):
    """Wagtail's field, which checks the content, without an error page for pictures that end before their end."""

    def to_python(self, data: Any) -> Any:
        """The file. ValidationError for what is no whole picture of one of the formats."""
        try:
            return super().to_python(data)
        except UNREADABLE:
            raise unreadable() from None


class ImageUploadForm(BaseImageForm):
    """Wagtail's form. Place, time and owner are not kept with a picture; names the description in plain words."""

    file = PictureField(label=gettext_lazy("File"), widget=BaseImageForm.Meta.widgets["file"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            description: forms.Field = self.fields["description"]
            description.help_text = _("What is in the picture? Used as a proposal for the alternative text.")

    def clean_file(self) -> Any:
        """The picture without what the camera has written into it: Wagtail would give that on with every size."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data or not file:
            return file
        return checked_picture(file)
