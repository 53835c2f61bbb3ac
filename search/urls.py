"""Addresses of the search."""

from django.urls import path

from search import views
from search.curation import views as curation

app_name = "search"

urlpatterns = [
    path("suche/", views.results, name="results"),
    path("suche/vorschlaege/", views.suggestions, name="suggest"),
    path("suche/aehnlich/", views.similar, name="similar"),
    path("suche/klick/", curation.click, name="click"),
    path("suche/merken/", curation.save, name="save"),
    path("suche/gemerkt/", curation.saved_list, name="saved"),
    path("suche/gemerkt/<int:pk>/", curation.rename, name="rename_saved"),
    path("suche/gemerkt/<int:pk>/loeschen/", curation.delete, name="delete_saved"),
]
