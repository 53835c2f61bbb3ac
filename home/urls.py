"""Addresses that machines look for."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from home import views
from home.sitemaps import SITEMAPS

app_name = "home"

urlpatterns = [
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
