"""Serving pages and pictures."""

from __future__ import annotations

import mimetypes

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from wagtail.models import Site
from wagtail.users.models import UserProfile

from exchange.pages.files import is_file_public
from exchange.pages.models import ExchangeImage, ExchangePage, ExchangeRendition

RENDITIONS = "images/"
ORIGINALS = "original_images/"
AVATARS = "avatar_images/"
BROWSER_CACHE = "public, max-age=3600"


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """The published page at an address, found by that address; 404 where there is none or it may not be read.

    Wagtail's own view walks down the page tree with two queries for each step and then asks for view restrictions,
    which this site does not use (see ExchangePage.private_page_options).
    """
    page = (
        ExchangePage.objects.live()
        .filter(url_path=_root_url_path() + path)
        .specific()
        .select_related("municipality", "content_type", for_specific_subqueries=True)
        .first()
    )
    if page is None:
        raise Http404
    return page.serve(request)


def _root_url_path() -> str:
    """Address of the start page inside the page tree, as Wagtail keeps it in the cache."""
    for site_root in Site.get_site_root_paths():
        return str(site_root.root_path)
    raise Http404


def image_file(request: HttpRequest, path: str) -> FileResponse:
    """The file of a picture, or 404 for those who may not see it, for strange paths and for lost files."""
    if "\0" in path:  # PostgreSQL refuses to look for it
        raise Http404
    public = _is_public(path)
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


def _is_public(path: str) -> bool:
    """Whether everybody may see the picture in this file; Http404 where the file is none that may be seen."""
    if path.startswith(AVATARS) and UserProfile.objects.filter(avatar=path).exists():
        return False
    if path.startswith(RENDITIONS):
        rendition = ExchangeRendition.objects.filter(file=path).select_related("image").first()
        image = rendition.image if rendition else None
    elif path.startswith(ORIGINALS):
        image = ExchangeImage.objects.filter(file=path).first()
    else:
        image = None
    if image is None:
        raise Http404
    return is_file_public(image)
