"""Addresses for browsing and following."""

from django.urls import path
from django.views.generic import RedirectView

from exchange.catalogue import feeds, views
from exchange.catalogue.coverage import views as coverage
from exchange.catalogue.export import views as export

app_name = "catalogue"

urlpatterns = [
    path("daten/", export.open_data, name="open_data"),
    path("daten/katalog.jsonld", export.catalogue_jsonld, name="catalogue_jsonld"),
    path("daten/katalog.ttl", export.catalogue_turtle, name="catalogue_turtle"),
    path("daten/loesungen.csv", export.solutions_table, name="solutions_csv"),
    path("daten/loesungen.json", export.solutions_json, name="solutions_json"),
    path("daten/nachnutzung.csv", export.adoptions_table, name="adoptions_csv"),
    path("daten/nachnutzung.json", export.adoptions_json, name="adoptions_json"),
    path("leistungen/", views.services, name="services"),
    path("leistungen/abdeckung/", coverage.coverage_page, name="coverage"),
    path("leistungen/abdeckung.csv", coverage.coverage_csv, name="coverage_csv"),
    path("leistungen/<slug:slug>/", views.service, name="service"),
    path("loesungen-vergleichen/", views.comparison, name="comparison"),
    # For those who shorten the address of a topic field: all of them stand with their services.
    path("themen/", RedirectView.as_view(pattern_name="catalogue:services")),
    path("themen/<slug:slug>/", views.topic_field, name="topic_field"),
    path("schlagworte/", views.tags, name="tags"),
    path("schlagworte/<slug:slug>/", views.tag, name="tag"),
    path("feeds/nachnutzung.atom", feeds.AdoptionFeed(), name="feed_adoptions"),
    path("feeds/neu.atom", feeds.NewestFeed(), name="feed"),
    path("feeds/kommunen/<slug:slug>.atom", feeds.MunicipalityFeed(), name="feed_municipality"),
    path("feeds/schlagworte/<slug:slug>.atom", feeds.TagFeed(), name="feed_tag"),
    path("feeds/themen/<slug:slug>.atom", feeds.TopicFieldFeed(), name="feed_topic_field"),
]
