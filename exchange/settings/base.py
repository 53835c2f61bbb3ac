"""What every environment shares. Values that differ come from environment variables, read in exchange.env."""

from __future__ import annotations

from pathlib import Path

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from exchange import env

# Lets type parameters stand on Django's own classes, as in Sitemap[ExchangePage].
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env.read_env_file(BASE_DIR / ".env")

# Everything that a running site writes lies below here, so that one folder is to be backed up.
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
ASSETS_DIR = VAR_DIR / "assets"
KERN_DIST = BASE_DIR / "node_modules" / "@kern-ux" / "native" / "dist"
TRIX_DIST = BASE_DIR / "node_modules" / "trix" / "dist"

INSTALLED_APPS = [
    "home",
    "search",
    "exchange.catalogue",
    "exchange.notifications",
    "exchange.citizens",
    "exchange.discussions",
    "exchange.reports",
    "exchange.solutions",
    "exchange.spaces",
    "exchange.pages",
    "exchange.members",
    "exchange.ozg",
    "exchange.municipalities",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "exchange.members.wagtail_users.WagtailUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    # After Wagtail's editor, whose mails about reviews it replaces when it is ready.
    "exchange.moderation",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "exchange.static_files.ServedFilesConfig",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "exchange.policy.ContentPolicyMiddleware",
    # Before sessions and users: an answer out of the cache must cost nothing.
    "exchange.page_cache.VisitorPageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "exchange.pages.editor_access.EditorAccessMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "exchange.urls"
WSGI_APPLICATION = "exchange.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "home.context_processors.site_frame",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = [
    # First, so that a locked-out sign-in never reaches the password check.
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "members:sign_in"
LOGIN_REDIRECT_URL = "moderation:my_area"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24  # seconds

# Ten wrong passwords for one account from one address lock that pair for half an hour.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_LOCKOUT_CALLABLE = "exchange.members.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "exchange.members.requests.client_address"
PROXY_COUNT = env.integer("PROXY_COUNT", default=0)
AXES_VERBOSE = False

# --- Language -------------------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch")]
TIME_ZONE = "Europe/Berlin"
USE_I18N = True
USE_TZ = True

# --- Static files and uploads ---------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    ("kern", KERN_DIST),
    ("trix", TRIX_DIST),
    ("fonts", ASSETS_DIR / "fonts"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Pages name files by their hashed names only; the others need not be packed.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
MEDIA_ROOT = VAR_DIR / "media"
# Served by a view that asks who may see the page an image stands on, never by the web server.
MEDIA_URL = "/medien/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes, of forms without their files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a report with many blocks sends about 40 fields a block

# --- Wagtail --------------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "Interkommunal"
WAGTAIL_PAGE_MODEL = "pages.ExchangePage"
WAGTAILIMAGES_IMAGE_MODEL = "pages.ExchangeImage"
WAGTAILDOCS_DOCUMENT_MODEL = "pages.ExchangeDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
WAGTAILDOCS_DOCUMENT_FORM_BASE = "exchange.pages.upload_forms.DocumentUploadForm"
WAGTAILIMAGES_IMAGE_FORM_BASE = "exchange.pages.upload_forms.ImageUploadForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
DOCUMENT_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
# What reading the text of one document for the search may cost; the process that reads it ends there.
ATTACHMENT_SECONDS = env.integer("ATTACHMENT_SECONDS", default=30, minimum=1)
ATTACHMENT_MEMORY_MB = env.integer("ATTACHMENT_MEMORY_MB", default=512, minimum=256)
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# One way to hide a page (its visibility); a second one in the editor would only confuse.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILADMIN_LOGIN_URL = "members:sign_in"
WAGTAIL_FRONTEND_LOGIN_URL = "members:sign_in"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = True
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_MODERATION_ENABLED = True
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}
TAGGIT_CASE_INSENSITIVE = True
TAG_LIMIT = 12
WAGTAILADMIN_BASE_URL = env.text("SITE_URL", "http://localhost:8000")

# Wagtail's notes of references and mails are made at once, since what follows relies on them. What takes long goes to
# "background", which production gives to a process of its own.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
}

# --- Security -------------------------------------------------------------------------------------

X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor shows the preview in a frame of this site
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # which would have no frames at all
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14  # seconds
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the editor's scripts read it

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],  # for the editor of the forum alone; pages that ask for no number have none
        "img-src": [SELF, "data:"],  # KERN's icons are masks out of data: addresses
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
}

# How many zero bits the proof of work of citizens' questions needs, about a second of a browser's time with 15; 0 asks
# for none (see exchange/citizens/proof.py).
QUESTION_WORK_BITS = env.integer("QUESTION_WORK_BITS", default=15)

# --- Cache of pages ------------------------------------------------------------------------------

VISITOR_CACHE_SECONDS = env.integer("VISITOR_CACHE_SECONDS", default=600)
# Parts of pages that are the same for all members; dropped at every change of content, as visitors' pages are.
MEMBER_CACHE_SECONDS = env.integer("MEMBER_CACHE_SECONDS", default=600)

# --- Mail -----------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "interkommunal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_SUBJECT_PREFIX = "[Interkommunal] "

# --- Notifications --------------------------------------------------------------------------------

# How many who have not subscribed to anything are told of one question.
ROUTED_AT_MOST = env.integer("ROUTED_AT_MOST", default=30, minimum=0)
# Times that a mail is tried before it counts as failed.
MAIL_ATTEMPTS = env.integer("MAIL_ATTEMPTS", default=5, minimum=1)
# Answers by mail come to REPLY_MAILBOX+<signed token>@REPLY_DOMAIN; without a domain the site takes none.
REPLY_DOMAIN = env.text("REPLY_DOMAIN", "")
REPLY_MAILBOX = env.text("REPLY_MAILBOX", "antwort")
if len(REPLY_MAILBOX) > 23 or not REPLY_MAILBOX.isascii():
    # With "+" and the token of 40 characters at most 64 (RFC 5321, 4.5.3.1.1).
    raise ImproperlyConfigured("REPLY_MAILBOX must have at most 23 characters without umlauts.")
# The name under which the own mail server notes its checks in Authentication-Results; empty: they are not looked at.
REPLY_AUTHSERV_ID = env.text("REPLY_AUTHSERV_ID", "")
# The box that "manage.py receive_mail --imap" reads, over TLS.
REPLY_IMAP_HOST = env.text("REPLY_IMAP_HOST", "")
REPLY_IMAP_PORT = env.integer("REPLY_IMAP_PORT", default=993, minimum=1)
REPLY_IMAP_USER = env.text("REPLY_IMAP_USER", "")
REPLY_IMAP_PASSWORD = env.text("REPLY_IMAP_PASSWORD", "")
REPLY_IMAP_FOLDER = env.text("REPLY_IMAP_FOLDER", "INBOX")
# Where mails go that have been dealt with; empty: they stay and are marked as read.
REPLY_IMAP_DONE_FOLDER = env.text("REPLY_IMAP_DONE_FOLDER", "")

# --- Log --------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
