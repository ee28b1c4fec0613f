"""Settings shared by every way of running. Its variables: docs/reference/reglages.md."""

import json
import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[4]
#: Everything a running installation writes.
HOME = Path(os.environ.get("BELVEDERE_HOME", ROOT / "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)


def kept_secret() -> str:
    """The installation's own secret key, drawn once and kept in its folder, readable by its owner alone."""
    file = HOME / "secret-key"
    if not file.exists():
        descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(64))
    return file.read_text()


SECRET_KEY = os.environ.get("BELVEDERE_SECRET_KEY") or kept_secret()
DEBUG = False
ALLOWED_HOSTS = os.environ.get("BELVEDERE_HOSTS", "localhost,127.0.0.1,[::1],.localhost").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("BELVEDERE_ORIGINS", "").split(",") if origin]

ROOMS = [
    "belvedere.territories",
    "belvedere.people",
    "belvedere.catalogue",
    "belvedere.observatory",
    "belvedere.contacts",
    "belvedere.meetings",
    "belvedere.desk",
    "belvedere.site",
    "belvedere.api",
    "belvedere.cockpit",
]

INSTALLED_APPS = [
    *ROOMS,
    "belvedere.shell",
    "belvedere.kit",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "anymail",
    "axes",
    "ninja",
    "django_tasks",
    "huey.contrib.djhuey",
    "django_vite",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "belvedere.config.middleware.DestinationMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "belvedere.config.middleware.OfficeScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "belvedere.config.urls"
WSGI_APPLICATION = "belvedere.config.wsgi.application"
ASGI_APPLICATION = "belvedere.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "belvedere.config.context.place",
            ],
        },
    }
]

# --- Database: SQLite inside the house, PostgreSQL when a region needs it -----------------------------------------
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=268435456;PRAGMA cache_size=-32000"
    ),
}
DATABASE_URL = os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'belvedere.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=None)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Jobs: the Django Tasks API on huey ----------------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "huey.contrib.djhuey.tasks_backend.HueyBackend"}}
HUEY = {
    "huey_class": "huey.SqliteHuey",
    "name": "belvedere",
    "filename": str(HOME / "jobs.sqlite3"),
    "immediate": False,
    "consumer": {"workers": 2, "worker_type": "thread", "check_worker_health": True},
}

# --- People ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "belvedere.config.accounts.AccountBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after_login"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_ADAPTER = "belvedere.config.accounts.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
AXES_USERNAME_CALLABLE = "belvedere.config.accounts.attempted_login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "belvedere.kit.limits.address_of"
#: Sendings of one public form in an hour from one address; 0: no limit.
PUBLIC_LIMIT = int(os.environ.get("BELVEDERE_PUBLIC_LIMIT", "60"))
#: Proxies between the visitor and us whose word on her address is taken.
PROXIES = int(os.environ.get("BELVEDERE_PROXIES", "0"))
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}}}
SESSION_ENGINE = "belvedere.config.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# --- Languages: French at the source, the others translated; each destination says which its site offers -----------
LANGUAGE_CODE = "fr"
LANGUAGES = [
    ("fr", _("Français")),
    ("en", _("Anglais")),
    ("de", _("Allemand")),
    ("nl", _("Néerlandais")),
    ("es", _("Espagnol")),
    ("it", _("Italien")),
]
LOCALE_PATHS = [ROOT / "src" / "belvedere" / "shell" / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [ROOT / "frontend" / "dist"] if (ROOT / "frontend" / "dist").is_dir() else []
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60 * 24 * 365
DJANGO_VITE = {
    "default": {"dev_mode": False, "manifest_path": ROOT / "frontend" / "dist" / "manifest.json"},
}
SEARCH_INDEX = HOME / "index"
FACTS = HOME / "facts"
#: Road graph of the counsellor's itineraries (NumPy archive, see desk.queries.roads); empty: straight lines.
ROADS = os.environ.get("BELVEDERE_ROADS", "")
#: What answers questions to the facts: duckdb, inside the process, or spark (requirements/spark.lock).
FACTS_ENGINE = os.environ.get("BELVEDERE_FACTS_ENGINE", "duckdb")

# --- Office ---------------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Belvédère"
WAGTAILADMIN_BASE_URL = os.environ.get("BELVEDERE_URL", "http://localhost:8000")
WAGTAIL_I18N_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "belvedere.shell.fields.NamedRichTextArea"}}
#: What an office gives to read or to follow; a program or a page of another's is no document.
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "geojson", "gpx", "ics", "kml", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx",
    "zip",
]  # fmt: skip
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": True}}
WAGTAILADMIN_PERMITTED_LANGUAGES = [("fr", "Français"), ("en", "English")]

# --- Mail -----------------------------------------------------------------------------------------------------------
#: A provider that anymail knows (brevo, mailjet, scaleway…) with its keys in JSON; empty: SMTP.
MAIL_PROVIDER = os.environ.get("BELVEDERE_MAIL_PROVIDER", "")
EMAIL_BACKEND = (
    f"anymail.backends.{MAIL_PROVIDER}.EmailBackend" if MAIL_PROVIDER else "django.core.mail.backends.smtp.EmailBackend"
)
ANYMAIL = json.loads(os.environ.get("BELVEDERE_MAIL_KEYS") or "{}")
EMAIL_HOST = os.environ.get("BELVEDERE_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("BELVEDERE_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("BELVEDERE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("BELVEDERE_SMTP_PASSWORD", "")
EMAIL_USE_SSL = os.environ.get("BELVEDERE_SMTP_SECURITY") == "tls"
EMAIL_USE_TLS = os.environ.get("BELVEDERE_SMTP_SECURITY") == "starttls"
EMAIL_TIMEOUT = 60
DEFAULT_FROM_EMAIL = os.environ.get("BELVEDERE_FROM", "Belvédère <ne-pas-repondre@localhost>")
#: The gateway of text messages: its address, headers and body in JSON (kit/sms.py); empty: none are sent.
SMS_GATEWAY = json.loads(os.environ.get("BELVEDERE_SMS_GATEWAY") or "{}")
#: Where servers report what they could not deliver (envelope sender), and where those reports are read: a Maildir, or
#: imaps://name:password@host/folder.
RETURNS_EMAIL = os.environ.get("BELVEDERE_RETURNS_EMAIL", "")
RETURNS_BOX = os.environ.get("BELVEDERE_RETURNS_BOX", "")

# --- What a browser may do on our pages: ours and nothing else ----------------------------------------------------
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
#: Address of an online base map (style JSON); empty: the offline map drawn from our own contours.
MAP_STYLE_URL = os.environ.get("BELVEDERE_MAP_STYLE", "")
MAP_ORIGINS = [origin for origin in os.environ.get("BELVEDERE_MAP_ORIGINS", "").split(",") if origin]
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": [],
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:", "blob:", *MAP_ORIGINS],
        "connect-src": [SELF, *MAP_ORIGINS],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
        "form-action": [SELF],
    },
}

#: Sites that may show one of our charts inside theirs (« frame-ancestors »); every other page stays ours alone.
EMBEDDED_IN = os.environ.get("BELVEDERE_EMBEDDED_IN", "*").split(",")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
