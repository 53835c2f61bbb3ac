"""Addresses of the whole site."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from exchange.pages.views import image_file, serve_page

urlpatterns = [
    # The one sign-in of the site; Wagtail's own would not be throttled and looks different.
    path("admin/login/", RedirectView.as_view(pattern_name="members:sign_in", query_string=True)),
    path("admin/logout/", RedirectView.as_view(pattern_name="moderation:my_area")),
    path("admin/", include(wagtailadmin_urls)),
    path("dokumente/", include(wagtaildocs_urls)),
    re_path(r"^medien/(?P<path>.+)$", image_file, name="image_file"),
    path("", include("exchange.members.urls")),
    path("", include("exchange.moderation.urls")),
    path("", include("exchange.notifications.urls")),
    path("", include("exchange.citizens.urls")),
    path("", include("exchange.discussions.urls")),
    path("", include("exchange.reports.urls")),
    path("", include("exchange.solutions.urls")),
    path("", include("exchange.catalogue.urls")),
    path("", include("search.urls")),
    path("", include("home.urls")),
    # Last: any other address may be a page. The name is Wagtail's, which asks for it to make addresses of pages.
    re_path(r"^((?:[\w-]+/)*)$", serve_page, name="wagtail_serve"),
]
