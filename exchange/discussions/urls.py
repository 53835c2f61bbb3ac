"""Addresses of the forum. Its own page is one of the page tree; threads have a view, which finds them in one query."""

from django.urls import path

from exchange.discussions.views import managing, posts, threads

app_name = "discussions"

urlpatterns = [
    path("austausch/", threads.forum, name="forum"),
    path("austausch/neu/", threads.new_thread, name="new"),
    path("austausch/neu/leistungen/", threads.services, name="services"),
    path("austausch/neu/schlagwoerter/", threads.tags, name="tags"),
    path("austausch/mitglieder/", threads.members, name="members"),
    path("austausch/beitrag/<int:key>/", threads.post, name="post"),
    path("austausch/beitrag/<int:key>/bearbeiten/", posts.edit, name="edit_post"),
    path("austausch/beitrag/<int:key>/verlauf/", posts.history, name="history"),
    path("austausch/beitrag/<int:key>/hilfreich/", posts.helpful, name="helpful"),
    path("austausch/beitrag/<int:key>/loesung/", posts.accept, name="accept"),
    path("austausch/beitrag/<int:key>/entfernen/", posts.remove, name="remove_post"),
    path("austausch/datei/<int:key>/<str:name>", posts.attachment, name="attachment"),
    path("austausch/<slug:slug>/", threads.thread, name="thread"),
    path("austausch/<slug:slug>/antworten/", posts.reply, name="reply"),
    path("austausch/<slug:slug>/aendern/", threads.edit_thread, name="edit_thread"),
    path("austausch/<slug:slug>/verwalten/", managing.manage, name="manage"),
    path("austausch/<slug:slug>/verschieben/", managing.split, name="split"),
]
