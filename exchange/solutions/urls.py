"""Addresses of the wiki beside its pages."""

from django.urls import path

from exchange.solutions import views

app_name = "solutions"

urlpatterns = [
    path("loesung-anlegen/", views.new_solution, name="new"),
    path("loesungen/<slug:slug>/publiccode.yml", views.publiccode, name="publiccode"),
    path("loesungen/<slug:slug>/nachnutzung/", views.adoption, name="adopt"),
    path("loesungen/<slug:slug>/nachnutzung/beenden/", views.withdraw_adoption, name="withdraw"),
    path("loesungen/<slug:slug>/fragen/<slug:municipality>/", views.ask, name="ask"),
]
