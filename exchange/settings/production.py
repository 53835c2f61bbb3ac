"""Production: PostgreSQL, Redis, HTTPS behind a proxy. Every secret must be given; nothing has a silent default."""

from __future__ import annotations

from exchange import env
from exchange.settings.base import *  # noqa: F403
from exchange.settings.base import TASKS
from exchange.settings.databases import database_from_url

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
WAGTAILADMIN_BASE_URL = env.text("SITE_URL")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL]

DATABASES = {"default": database_from_url(env.text("DATABASE_URL"))}

# Shared by all processes: the pages kept for visitors must be dropped in every one of them at once.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.text("CACHE_URL")}}

# Worked off by "manage.py db_worker --backend background".
TASKS["background"] = {"BACKEND": "django_tasks_db.DatabaseBackend"}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("MAIL_HOST")
EMAIL_PORT = env.integer("MAIL_PORT", default=587, minimum=1)
EMAIL_HOST_USER = env.text("MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD", "")
EMAIL_USE_TLS = env.flag("MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", default=60 * 60 * 24 * 365)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
