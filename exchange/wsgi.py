"""WSGI entry point; the server's environment names the settings."""

import gc
import os

from django.apps import apps
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings.production")

application = get_wsgi_application()
# With gunicorn --preload all workers share what is loaded here.
apps.get_app_config("search").warm_up()  # type: ignore[attr-defined]
# All of this stays: the collector need not look through it again and again, which took half of the time of large pages.
gc.collect()
gc.freeze()
