"""What the benchmark does inside its own database: what to ask for, and how many queries each answer takes."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.http import urlencode

from exchange.discussions.listing import FORUM_URL
from exchange.discussions.models import ThreadPage
from exchange.members.models import User
from exchange.pages.models import Visibility
from exchange.reports.models import ReportPage
from exchange.solutions.models import SolutionPage
from exchange.spaces.models import MunicipalityPage
from home.bench.pages import MEMBER
from home.bench.texts import COMMON_WORD
from search.api import SearchRequest, search

QUESTION = f"{COMMON_WORD} Anträge"
VALUES_OF_A_FACET = 6
BEGINNING = "an"  # typed into the search box


def describe() -> dict[str, Any]:
    """Addresses of the measured pages, the cookie of the signed-in account, and the database they are in."""
    public = ReportPage.objects.filter(visibility=Visibility.PUBLIC).order_by("pk")
    report = public[public.count() // 2]
    space = MunicipalityPage.objects.get(municipality=report.municipality)
    results = reverse("search:results")
    thread = ThreadPage.objects.order_by("-reply_count", "pk")[0]
    solutions = list(SolutionPage.objects.order_by("pk")[:4])
    compared = urlencode({"loesung": [solution.slug for solution in solutions]}, doseq=True)
    return {
        "addresses": {
            "start": "/",
            "list": "/berichte/",
            "report": report.list_url,
            "municipality": space.list_url,
            "search": f"{results}?" + urlencode({"q": QUESTION}),
            "8 facets": f"{results}?" + urlencode({"q": QUESTION, **_common_values()}, doseq=True),
            "thread": thread.list_url,
            "threads": FORUM_URL,
            "inbox": reverse("notifications:inbox"),
            "solution": solutions[0].list_url,
            "comparison": f"{reverse('catalogue:comparison')}?{compared}",
            "matrix": reverse("catalogue:coverage"),
            "suggestion": f"{reverse('search:suggest')}?" + urlencode({"q": BEGINNING}),
        },
        "cookie": f"{settings.SESSION_COOKIE_NAME}={_session_key()}",
        "database": connection.vendor,
    }


def _common_values() -> dict[str, list[str]]:
    """Some of the most frequent values of every facet among the hits."""
    found = search(SearchRequest(QUESTION), User.objects.get(email=MEMBER))
    return {facet.name: [option.value for option in facet.options[:VALUES_OF_A_FACET]] for facet in found.facets}


def _session_key() -> str:
    """Key of a stored session, made as signing in makes it."""
    member = User.objects.get(email=MEMBER)
    session = SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def count_queries(addresses: dict[str, str], cookie: str) -> dict[str, dict[str, int]]:
    """Queries of the second answer for each page, without and with an account; the first one warms what is kept.

    The settings must keep no pages for visitors, so that there is something to count.
    """
    counts: dict[str, dict[str, int]] = {}
    for state, headers in (("visitor", {}), ("member", {"cookie": cookie})):
        counts[state] = {}
        for name, address in addresses.items():
            browser = Client(headers={"host": "localhost", **headers})
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts[state][name] = len(queries)
    return counts
