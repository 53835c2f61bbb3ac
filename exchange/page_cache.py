"""Whole pages kept for visitors who are not signed in.

An answer is kept only when nothing in it can belong to a person: GET without a session or CSRF cookie, status 200,
no cookie set, and the view did not forbid it. Every entry carries the number of the current generation; raising that
number (``forget_all``) drops all entries at once. Content changes rarely compared with how often it is read, so one
generation for the whole site is right and cannot miss a page that shows a changed title in some list.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from typing import Any, TypedDict, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import quote_etag

GENERATION_KEY = "visitor-pages:generation"
# Besides what belongs to a person: the forum, where somebody writes every minute. So an answer need not drop all pages.
NEVER_KEPT_PREFIXES = (
    "/admin/",
    "/anmelden/",
    "/abmelden/",
    "/passwort/",
    "/mein-bereich/",
    "/melden/",
    "/rueckfrage/",
    "/dokumente/",
    "/medien/",
    "/austausch/",
)
MAX_KEPT_BYTES = 512 * 1024
GZIP_LEVEL = 6
# „gzip“ among the encodings that a browser takes (RFC 9110, section 12.5.3), but not „gzip;q=0“.
_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")
KEPT_HEADERS = (
    "Content-Type",
    "Content-Security-Policy",
    "Content-Language",
    "Link",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "X-Frame-Options",
    "X-Robots-Tag",
)


_Made = TypeVar("_Made")


class KeptPage(TypedDict):
    """What is needed to answer again; the body is compressed, for most browsers take it so."""

    gzip_body: bytes
    headers: list[tuple[str, str]]


def forget_all() -> None:
    """Drop every kept page once the running transaction is committed (at once where none is running)."""
    transaction.on_commit(_raise_generation)


def _raise_generation() -> None:
    # A time instead of a counter: it stays unique when the cache was emptied in between.
    cache.set(GENERATION_KEY, time.time_ns(), timeout=None)


def generation() -> int:
    """The number of the current generation, for keys of whatever else is dropped together with visitors' pages."""
    number: int = cache.get(GENERATION_KEY, 0)
    return number


def kept_for(user: Any, name: str, make: Callable[[], _Made]) -> _Made:
    """What ``make`` returns: for all members or for all visitors the same, until something changes on the site."""
    key = f"{name}:{generation()}:{getattr(user, 'is_member', False):d}"
    made: _Made | None = cache.get(key)
    if made is None:
        made = make()
        cache.set(key, made, settings.MEMBER_CACHE_SECONDS)
    return made


class VisitorPageCacheMiddleware:
    """Answers visitors from the cache, first in the chain; keeps what the chain below answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The kept answer where one is there, else the answer of the chain."""
        if not self._may_ask(request):
            response = self.get_response(request)
            self._mark_personal(request, response)
            return response
        key = self._key(request)
        kept: KeptPage | None = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = self._keep(key, response)
            if kept is None:
                self._mark_personal(request, response)
                return response
        return self._answer(request, kept)

    @staticmethod
    def _may_ask(request: HttpRequest) -> bool:
        cookies = request.COOKIES
        return (
            settings.VISITOR_CACHE_SECONDS > 0
            and request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in cookies
            and settings.CSRF_COOKIE_NAME not in cookies
            and "messages" not in cookies
            and not request.path_info.startswith(NEVER_KEPT_PREFIXES)
        )

    @staticmethod
    def _key(request: HttpRequest) -> str:
        scheme = "https" if request.is_secure() else "http"
        address = f"{scheme}://{request.META.get('HTTP_HOST', '')}{request.get_full_path()}"
        digest = hashlib.blake2b(address.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        return f"visitor-pages:{generation()}:{request.method}:{digest}"

    @staticmethod
    def _keep(key: str, response: HttpResponseBase) -> KeptPage | None:
        if (
            not isinstance(response, HttpResponse)
            or response.status_code != 200
            or response.cookies
            or "Content-Disposition" in response.headers
            or "no-store" in response.headers.get("Cache-Control", "")
            or len(response.content) > MAX_KEPT_BYTES
        ):
            return None
        headers = [(name, response.headers[name]) for name in KEPT_HEADERS if name in response.headers]
        etag = quote_etag(hashlib.blake2b(response.content, digest_size=12).hexdigest())
        headers += [("ETag", etag), ("Cache-Control", "no-cache"), ("Vary", "Cookie, Accept-Encoding")]
        kept = KeptPage(gzip_body=gzip.compress(response.content, GZIP_LEVEL, mtime=0), headers=headers)
        cache.set(key, kept, timeout=settings.VISITOR_CACHE_SECONDS)
        return kept

    @staticmethod
    def _answer(request: HttpRequest, kept: KeptPage) -> HttpResponse:
        """The kept page, compressed for browsers that can read it: it holds no secret that its length could tell."""
        headers = dict(kept["headers"])
        body = kept["gzip_body"]
        if _GZIP.search(request.headers.get("Accept-Encoding", "")):
            headers["Content-Encoding"] = "gzip"
            headers["ETag"] = headers["ETag"][:-1] + '-gzip"'
        else:
            body = gzip.decompress(body)
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return HttpResponse(status=304, headers={name: headers[name] for name in ("ETag", "Cache-Control", "Vary")})
        # Without its length the server would have to send the answer in chunks.
        return HttpResponse(body, headers=headers | {"Content-Length": str(len(body))})

    @staticmethod
    def _mark_personal(request: HttpRequest, response: HttpResponseBase) -> None:
        """Nothing that was made for one person may stay in a shared or the browser's cache."""
        if request.COOKIES and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-cache"
