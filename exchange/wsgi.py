"""WSGI entry point; the server's environment names the settings."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "exchange.settings.production")

application = get_wsgi_application()
