"""Addresses that machines look for, and the page for refused forms."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from home.context_processors import load_frame

# Addresses that hold nothing for search engines, or nothing that is not reached better another way.
CLOSED_TO_ROBOTS = ("/admin/", "/anmelden/", "/passwort/", "/mein-bereich/", "/melden/", "/suche/vorschlaege/")
SECURITY_TXT_DAYS = 180


def robots(request: HttpRequest) -> HttpResponse:
    """Rules for robots (RFC 9309)."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED_TO_ROBOTS)]
    lines.append(f"Sitemap: {settings.WAGTAILADMIN_BASE_URL}{reverse('home:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def opensearch(request: HttpRequest) -> HttpResponse:
    """Description of the search for browsers (OpenSearch 1.1)."""
    context = {"base": settings.WAGTAILADMIN_BASE_URL}
    return render(request, "home/opensearch.xml", context, content_type="application/opensearchdescription+xml")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); 404 as long as the operator has named nobody."""
    mail = load_frame().security_mail
    if not mail:
        raise Http404
    expires = (timezone.now() + timedelta(days=SECURITY_TXT_DAYS)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{mail}",
        f"Expires: {expires}",
        "Preferred-Languages: de, en",
        f"Canonical: {settings.WAGTAILADMIN_BASE_URL}{reverse('home:security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
