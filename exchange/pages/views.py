"""Serving pictures."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest

from exchange.pages.files import is_file_public
from exchange.pages.models import ExchangeImage, ExchangeRendition

RENDITIONS = "images/"
ORIGINALS = "original_images/"
BROWSER_CACHE = "public, max-age=3600"


def image_file(request: HttpRequest, path: str) -> FileResponse:
    """The file of a picture, or 404 for those who may not see it, for strange paths and for lost files."""
    if path.startswith(RENDITIONS):
        rendition = ExchangeRendition.objects.filter(file=path).select_related("image").first()
        image = rendition.image if rendition else None
    elif path.startswith(ORIGINALS):
        image = ExchangeImage.objects.filter(file=path).first()
    else:
        image = None
    if image is None:
        raise Http404
    public = is_file_public(image)
    if not public and not getattr(request.user, "is_member", False):
        raise Http404
    try:
        file = default_storage.open(path)
    except OSError:
        raise Http404 from None
    content_type = mimetypes.guess_type(path)[0] or "application/octet-stream"
    response = FileResponse(file, content_type=content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = BROWSER_CACHE if public else "private, no-store"
    return response


