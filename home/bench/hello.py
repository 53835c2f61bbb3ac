"""The yardstick: a Django site of one view, without middleware, database or template."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="signs nothing")  # noqa: S106


def hello(request: HttpRequest) -> HttpResponse:
    """The least that a view can do."""
    return HttpResponse(b"Hallo", headers={"Content-Length": "5"})


urlpatterns = [path("", hello)]

application = get_wsgi_application()
