"""Addresses of the notifications, all below the member's own area."""

from django.urls import path

from exchange.notifications import views

app_name = "notifications"

urlpatterns = [
    path("mein-bereich/benachrichtigungen/", views.inbox, name="inbox"),
    path("mein-bereich/benachrichtigungen/gelesen/", views.mark_all_read, name="mark_all_read"),
    path("mein-bereich/benachrichtigungen/einstellungen/", views.settings, name="settings"),
    path("mein-bereich/benachrichtigungen/<int:key>/", views.open_notification, name="open"),
    path("mein-bereich/benachrichtigungen/abbestellen/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("mein-bereich/abonnements/", views.subscriptions, name="subscriptions"),
    path("mein-bereich/abonnements/folgen/", views.follow_or_end, name="follow"),
]
