"""Addresses of the member's own area."""

from django.urls import path

from exchange.moderation import views

app_name = "moderation"

urlpatterns = [
    path("mein-bereich/", views.my_area, name="my_area"),
    path("mein-bereich/bericht-schreiben/", views.write_report, name="write_report"),
    path("mein-bereich/bericht-aus/<slug:slug>/", views.report_from_thread, name="report_from_thread"),
]
