"""Addresses for browsing and following."""

from django.urls import path

from exchange.catalogue import feeds, views
from exchange.catalogue.coverage import views as coverage

app_name = "catalogue"

urlpatterns = [
    path("leistungen/", views.services, name="services"),
    path("leistungen/abdeckung/", coverage.coverage_page, name="coverage"),
    path("leistungen/abdeckung.csv", coverage.coverage_csv, name="coverage_csv"),
    path("leistungen/<slug:slug>/", views.service, name="service"),
    path("loesungen-vergleichen/", views.comparison, name="comparison"),
    path("themen/<slug:slug>/", views.topic_field, name="topic_field"),
    path("schlagworte/", views.tags, name="tags"),
    path("schlagworte/<slug:slug>/", views.tag, name="tag"),
    path("feeds/nachnutzung.atom", feeds.AdoptionFeed(), name="feed_adoptions"),
    path("feeds/neu.atom", feeds.NewestFeed(), name="feed"),
    path("feeds/kommunen/<slug:slug>.atom", feeds.MunicipalityFeed(), name="feed_municipality"),
    path("feeds/schlagworte/<slug:slug>.atom", feeds.TagFeed(), name="feed_tag"),
    path("feeds/themen/<slug:slug>.atom", feeds.TopicFieldFeed(), name="feed_topic_field"),
]
