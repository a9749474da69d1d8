"""The one settings file. Every value that a site may change comes from the environment (see `env`)."""

from __future__ import annotations

import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from yimen.rules import identity, logins

from . import cashier
from .env import flag, setting, words

PACKAGE = Path(__file__).resolve().parent.parent

# --- where data lives -------------------------------------------------------------------------------------
DATA_DIR = setting(
    "YIMEN_DATA", "var", "Folder for the database, files and keys.", lambda t: Path(t).resolve()
)
DATABASE_URL = setting(
    "DATABASE_URL",
    "",
    "sqlite:///file or postgres://… (?prepared=no for a PgBouncer before 1.22); empty: SQLite.",
    str,
)
FILES_ROOT = setting(
    "YIMEN_FILES",
    "",
    "Folder for uploaded files; empty: files/ in YIMEN_DATA.",
    lambda t: Path(t or DATA_DIR / "files"),
)
ACCESS_LOG_DIR = DATA_DIR / "access"
ACCESS_LOG_DAYS = setting("YIMEN_ACCESS_LOG_DAYS", "400", "Days the access log is kept, at least 365.", int)
MAX_FILE_MB = setting("YIMEN_MAX_FILE_MB", "20", "Largest upload in MB.", int)
REGISTERS = setting(
    "YIMEN_REGISTERS", "", "People and enterprise registers: empty none, fake, or package.module:name.", str
)
DEMO = setting("YIMEN_DEMO", "no", "Show the sample logins on the sign-in page.", flag)
#: Gateway of short messages (`yimen.bridges.sms`), named by the file sms.adapter in YIMEN_DATA as
#: package.module:name; empty where there is none.
_ADAPTER = DATA_DIR / "sms.adapter"
SMS = "fake" if DEMO else (_ADAPTER.read_text().strip() if _ADAPTER.exists() else "")
#: The payment platform, from cashier.json in YIMEN_DATA; {} where there is none.
CASHIER = cashier.read(DATA_DIR)
#: Cashier for fees (`yimen.bridges.payments`): empty none, http, or fake.
PAYMENTS = "fake" if DEMO else ("http" if CASHIER else "")

# --- security ---------------------------------------------------------------------------------------------
DEBUG = setting("YIMEN_DEBUG", "no", "Django's debug pages; never with serve.", flag)


def _secret(text: str) -> str:
    """The signing key: from the environment, else one made once and kept beside the data."""
    if text:
        return text
    kept = DATA_DIR / "secret.key"
    if kept.exists():
        return kept.read_text().strip()
    made = secrets.token_urlsafe(50)
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    kept.touch(mode=0o600)
    kept.write_text(made)
    return made


SECRET_KEY = setting("YIMEN_SECRET_KEY", "", "Signing key; empty: made once in YIMEN_DATA.", _secret)
TRAIL_KEY = setting(
    "YIMEN_TRAIL_KEY",
    "",
    "Ed25519 key of the daily seals, 64 hexadecimal digits; empty: made once in YIMEN_DATA.",
    str.strip,
)
BACKUP_PASSPHRASE = setting(
    "YIMEN_BACKUP_PASSPHRASE", "", "Passphrase of the keys in a backup, for --with-keys.", str
)
ALLOWED_HOSTS = setting("YIMEN_HOSTS", "localhost,127.0.0.1,[::1]", "Host names served, by comma.", words)
MASTER_KEY = setting(
    "YIMEN_MASTER_KEY", "", "32 hex digits that wrap the keys; empty: made once in YIMEN_DATA.", str
)
CSRF_TRUSTED_ORIGINS = setting("YIMEN_ORIGINS", "", "Trusted origins (https://…), by comma.", words)
HTTPS = setting("YIMEN_HTTPS", "no", "Served behind HTTPS: secure cookies and HSTS.", flag)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# Pages are led to HTTPS; the interface refuses plain HTTP (config/transport), the monitor asks from within.
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^healthz/?$"]
# __Host-: no other host, not even a neighbour under the same domain, can set or read these cookies.
_OF_THIS_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_OF_THIS_HOST}sessionid", f"{_OF_THIS_HOST}csrftoken"
LANG_COOKIE, MODE_COOKIE = f"{_OF_THIS_HOST}lang", f"{_OF_THIS_HOST}mode"
NOTES_COOKIE, DEVICE_COOKIE = f"{_OF_THIS_HOST}messages", f"{_OF_THIS_HOST}device"
SEEN_COOKIE = f"{_OF_THIS_HOST}seen"
MESSAGE_STORAGE = "yimen.web.notes.Notes"
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_ENGINE = "yimen.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * setting(
    "YIMEN_SESSION_MINUTES", "720", "Minutes after which a session ends, used or not.", int
)
IDLE_MINUTES = setting(
    "YIMEN_IDLE_MINUTES",
    "20",
    "Minutes without use after which a session of staff ends (of others thrice that); 0: never.",
    int,
)
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
PROXIES = setting("YIMEN_PROXIES", "0", "Own proxies in front, whose X-Forwarded-For is believed.", int)
LIMITS = setting("YIMEN_LIMITS", "1", "Factor on all rate limits; 0: none, a gateway limits.", float)

# --- the sign-in platform (OpenID Connect) ----------------------------------------------------------------
OIDC_ISSUER = setting("YIMEN_OIDC_ISSUER", "", "Issuer of the sign-in platform; empty: none.", str.strip)
OIDC_CLIENT = setting("YIMEN_OIDC_CLIENT", "", "Client id that the platform gave this site.", str.strip)
OIDC_SECRET = setting("YIMEN_OIDC_SECRET", "", "Client secret that came with it.", str)
OIDC_NAME = setting("YIMEN_OIDC_NAME", "省统一身份认证", "How the platform is called on the pages.", str)
OIDC_CLAIMS = setting(
    "YIMEN_OIDC_CLAIMS", "", "Names of its claims: name=,number=,level=,phone=.", identity.read_names
)
SOCIALACCOUNT_ADAPTER = "yimen.identities.oidc.SocialAdapter"
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5
# allauth signs nobody in and writes nothing (see identities.oidc); accounts have neither e-mail nor username.
ACCOUNT_USER_MODEL_EMAIL_FIELD = ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS, ACCOUNT_SIGNUP_FIELDS, ACCOUNT_EMAIL_VERIFICATION = {"email"}, ["email*"], "none"

# --- the seal ---------------------------------------------------------------------------------------------
SEAL_KEY = setting(
    "YIMEN_SEAL",
    "",
    "Key of the seal: a PKCS#12 file or pkcs11:token=…;object=…?module-path=…; empty: seal/seal.p12 in "
    "YIMEN_DATA, made by `yimen seal init`.",
    lambda t: t or str(DATA_DIR / "seal" / "seal.p12"),
)
SEAL_PASSPHRASE = setting("YIMEN_SEAL_PASSPHRASE", "", "Passphrase of that file, or PIN of the token.", str)

# --- the site ---------------------------------------------------------------------------------------------
SITE_NAME = setting("YIMEN_SITE_NAME", "云溪县政务服务网", "Name of the site.", str)
SITE_OWNER = setting("YIMEN_SITE_OWNER", "县行政审批局主办", "Who runs the site.", str)
SITE_CENTRE = setting("YIMEN_SITE_CENTRE", "云溪县政务服务中心", "Name of the service centre.", str)
SITE_PHONE = setting("YIMEN_SITE_PHONE", "0799-000 0000", "Telephone for help.", str)
SITE_ADDRESS = setting("YIMEN_SITE_ADDRESS", "云溪县政通路 18 号", "Address of the centre.", str)
SITE_HOURS = setting("YIMEN_SITE_HOURS", "工作日 9:00–12:00、13:30–17:30", "Opening hours.", str)
PUBLIC_URL = setting("YIMEN_PUBLIC_URL", "http://127.0.0.1:8000", "Public address, in QR codes.", str)
SITE_REGION = setting("YIMEN_REGION", "439926000000", "12-digit code of the region served.", str)

# --- Django -----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_cotton.apps.SimpleAppConfig",  # which leaves the loaders of TEMPLATES as they are
    "ninja",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "yimen.config",
    "yimen.trail",
    "yimen.limits",
    "yimen.keys",
    "yimen.bureau",
    "yimen.parties",
    "yimen.accounts",
    "yimen.identities",
    "yimen.catalogue",
    "yimen.hall",
    "yimen.vault",
    "yimen.cases",
    "yimen.instant",
    "yimen.pledges",
    "yimen.helping",
    "yimen.tasks",
    "yimen.projects",
    "yimen.archives",
    "yimen.personal",
    "yimen.web",
    "yimen.demo",
]
MIDDLEWARE = [
    "yimen.access.middleware.AccessLog",
    "yimen.web.headers.Headers",
    "yimen.config.transport.Transport",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yimen.keys.middleware.FreshRing",
    "yimen.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "yimen.web.middleware.WhoActs",
    "yimen.web.machine.visit.KioskVisits",
    "yimen.web.visits.Visits",
    "yimen.web.standing.Standing",
    "yimen.web.middleware.Refusals",
    "yimen.web.kept.Told",
]
ROOT_URLCONF = "yimen.config.urls"
WSGI_APPLICATION = "yimen.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "yimen.accounts.locking.Locks",
    "yimen.accounts.backend.ByCode",
    "yimen.accounts.backend.ByLogin",
    "yimen.accounts.backend.AtKiosk",
]
PASSWORD_DAYS = setting(
    "YIMEN_PASSWORD_DAYS", "90", "Days after which staff change passwords; 0: never.", int
)
# django-axes counts failures by login and address; the sign-in page tells, hence no middleware of axes.
AXES_FAILURE_LIMIT = logins.TRIES
AXES_COOLOFF_TIME = logins.LOCKED
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "yimen.accounts.locking.login_label"
AXES_CLIENT_IP_CALLABLE = "yimen.accounts.locking.address"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "code", "next"]
AXES_RESET_ON_SUCCESS = AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = AXES_ENABLE_ADMIN = AXES_VERBOSE = False
# Logins lie sealed: that each is there once, an index over their digest holds (W004).
# Two of Django's tag libraries are ours by the same name (TEMPLATES below): W003 tells of what is meant.
SILENCED_SYSTEM_CHECKS = ["axes.W002", "auth.W004", "templates.W003"]
LOGIN_URL = "/login/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "yimen.web.templating.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "yimen.web.templatetags.yimen_icons",
                "yimen.web.templatetags.yimen_parts",
            ],
            "libraries": dict.fromkeys(("i18n", "static"), "yimen.web.templatetags.yimen_words"),
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yimen.web.look.look",
            ],
        },
    }
]

# --- database ---------------------------------------------------------------------------------------------
# secure_delete: what is replaced or deleted is overwritten, on every build of SQLite (剩余信息保护).
_SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY; PRAGMA secure_delete=ON;"
)


def _database() -> dict[str, object]:
    url = DATABASE_URL or f"sqlite:///{DATA_DIR / 'yimen.sqlite3'}"
    one: dict[str, object] = dict(dj_database_url.parse(url))
    if "sqlite" in str(one["ENGINE"]):
        one["ENGINE"] = "yimen.config.sqlite"
        one["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE", "timeout": 15, "init_command": _SQLITE_START,
            "cached_statements": 512,
        }  # fmt: skip
        one["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
    else:
        one["ENGINE"] = "yimen.config.postgresql"
        # Of the statements whose text never changes, each is prepared when it comes the third time;
        # `?prepared=no` in the address is for a PgBouncer before 1.22.
        options = dict(one.get("OPTIONS") or {})  # type: ignore[call-overload]
        one["OPTIONS"] = {"prepare_threshold": 2 if flag(options.pop("prepared", "yes")) else None, **options}
    # Each thread keeps its connection from request to request, and asks first whether it still serves.
    one["CONN_MAX_AGE"], one["CONN_HEALTH_CHECKS"] = 60, True
    one["ATOMIC_REQUESTS"] = False
    return one


DATABASES = {"default": _database()}

# --- language and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("中文")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# --- files ------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
# Static files are served out of the package itself (WhiteNoise with finders): nothing to collect.
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
# Nothing here is meant for pages of other sites, not even scripts and fonts.
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# Bytes of a whole request: five of the largest files at once. More is refused before it is written anywhere.
BODY_MOST = (5 * MAX_FILE_MB + 10) * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "yimen.web.uploads.NamelessUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- serving ----------------------------------------------------------------------------------------------
BIND = setting("YIMEN_BIND", "127.0.0.1:8000", "Address and port that serve listens on.", str)
WEB_WORKERS = setting("YIMEN_WORKERS", "2", "Web processes; about one a core.", int)
WEB_THREADS = setting("YIMEN_THREADS", "8", "Threads a web process.", int)
RELAY_PAUSE = setting("YIMEN_RELAY_SECONDS", "1", "Seconds between two looks of the worker.", float)
LOG_LEVEL = setting("YIMEN_LOG_LEVEL", "INFO", "Level of the log on standard error.", str)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "yimen.config.logs.Masked",
            "fmt": "%(asctime)s %(levelname)s %(name)s [%(request_number)s] %(message)s",
        }
    },
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["err"], "level": LOG_LEVEL},
    # axes writes whole logins into its messages; what it has to say stands in the trail, without them.
    "loggers": {
        "axes": {"level": "ERROR"},
        # At DEBUG it writes the whole context of a page, with all that was typed.
        "django.template": {"level": "INFO"},
    },
}
