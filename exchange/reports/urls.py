"""Addresses of the reports app."""

from django.urls import path

from exchange.reports import views

app_name = "reports"

urlpatterns = [path("berichte/", views.report_list, name="list")]
