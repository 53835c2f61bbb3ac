"""Addresses of the member's own area, and of reports of contributions."""

from django.urls import path

from exchange.moderation import views
from exchange.moderation.flags import views as flags

app_name = "moderation"

urlpatterns = [
    path("mein-bereich/", views.my_area, name="my_area"),
    path("mein-bereich/bericht-schreiben/", views.write_report, name="write_report"),
    path("mein-bereich/bericht-aus/<slug:slug>/", views.report_from_thread, name="report_from_thread"),
    path("melden/<int:key>/", flags.flag_page, name="flag_page"),
    path("melden/<int:key>/danke/", flags.page_flagged, name="page_flagged"),
    path("melden/beitrag/<int:key>/", flags.flag_post, name="flag_post"),
    path("melden/beitrag/<int:key>/danke/", flags.post_flagged, name="post_flagged"),
    path("melden/widerspruch/<str:token>/", flags.objection, name="object"),
]
