"""Addresses."""

from django.urls import path

from exchange.citizens import handling, views

app_name = "citizens"

urlpatterns = [
    path("rueckfrage/<int:page_id>/", views.ask, name="ask"),
    path("rueckfrage/gesendet/", views.sent, name="sent"),
    path("rueckfrage/bestaetigen/<str:token>/", views.confirm, name="confirm"),
    path("mein-bereich/rueckfragen/", handling.questions, name="questions"),
    path("mein-bereich/rueckfragen/<int:pk>/", handling.question, name="question"),
]
