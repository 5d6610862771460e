"""Every setting of Corridor. What a deployment may change comes from CORRIDOR_* variables, read strictly."""

import hashlib
import os
import re
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from corridor import pathway

BASE = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    return os.environ.get(f"CORRIDOR_{name}", default)


def env_yes(name: str, default: bool) -> bool:
    """A yes/no variable. Raises ValueError on anything else, so that a typing mistake is not taken for 'no'."""
    value = env(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise ValueError(f"CORRIDOR_{name} is {value!r}; expected 'yes' or 'no'")
    return value == "yes"


def env_number(name: str, default: int) -> int:
    """A whole number. Raises ValueError on anything else."""
    value = env(name, str(default))
    if not value.isdecimal():
        raise ValueError(f"CORRIDOR_{name} is {value!r}; expected a whole number")
    return int(value)


VAR = Path(env("VAR", str(BASE / "var"))).resolve()  # everything this installation writes
VAR.mkdir(parents=True, exist_ok=True)
STORE = Path(env("STORE", str(VAR / "store"))).resolve()  # row-sets of the returns that a programme took (Parquet)
RELEASE_READER = VAR / "release-reader"  # name:password of the PostgreSQL role that reads releases, if one was made
RELEASE_READER_NAMED = bool(env("RELEASE_READER"))  # or whoever looks after the server made one
RELEASE_SCHEMA = env("RELEASE_SCHEMA", "releases")
if not re.fullmatch("[a-z][a-z0-9_]*", RELEASE_SCHEMA):
    raise ValueError(f"CORRIDOR_RELEASE_SCHEMA is {RELEASE_SCHEMA!r}; expected small letters, digits and _")
PROGRAMME = env("PROGRAMME")  # where a programme takes returns over the network (https)


def secret_key() -> str:
    """The signing key: from the environment, else made once and kept in var/ for this installation alone."""
    if given := env("SECRET_KEY"):
        return given
    path = VAR / "secret-key"
    if not path.exists():
        fresh = VAR / f"secret-key.{os.getpid()}"  # whole or not at all, whatever the disk does meanwhile
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        os.replace(fresh, path)
    return path.read_text().strip()


def database(address: str, variable: str = "CORRIDOR_DATABASE") -> dict:
    """SQLite for one small computer (the default), PostgreSQL when CORRIDOR_DATABASE=postgresql://user:pw@host:port/name."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "corridor.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                " PRAGMA secure_delete=ON",
                "timeout": 10,  # seconds
            },
        }
    parts = urlsplit(address)
    if parts.scheme != "postgresql" or not parts.path.strip("/"):
        raise ValueError(f"{variable}: expected postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": True},
    }


def releases_apart(address: str) -> dict:
    """Where releases stand: on SQLite a file of their own, on PostgreSQL a schema of their own (safety 3.13, D21)."""
    if not address:
        return database("") | {"NAME": VAR / "releases.sqlite3"}
    main = database(address)
    apart = {"OPTIONS": {"options": f"-c search_path={RELEASE_SCHEMA}"}}  # no pool: they are written four times a year
    return main | apart | {"TEST": {"NAME": f"test_{main['NAME']}_releases"}}


def releases_read(address: str) -> dict:
    """The same as pages reach it: they can read releases through it, and nothing else.

    On PostgreSQL as CORRIDOR_RELEASE_READER says, else as the role that was made when migrating (figures/apart.py);
    before it is made, and where none can be, as the owner.
    """
    if RELEASE_READER_NAMED and not address:
        raise ValueError("CORRIDOR_RELEASE_READER is set, CORRIDOR_DATABASE is not: on SQLite there are no roles")
    if not address:
        name = f"{(VAR / 'releases.sqlite3').as_uri()}?mode=ro"
        return database("") | {"NAME": name, "OPTIONS": {"init_command": "PRAGMA query_only=ON", "timeout": 10}}
    reader = database(env("RELEASE_READER") or address, "CORRIDOR_RELEASE_READER")
    if RELEASE_READER.exists() and not RELEASE_READER_NAMED:
        reader["USER"], _, reader["PASSWORD"] = RELEASE_READER.read_text().partition(":")
    chosen = f"-c search_path={RELEASE_SCHEMA} -c default_transaction_read_only=on"
    return reader | {"OPTIONS": {"options": chosen, "pool": {"min_size": 0, "max_size": 4}}}


def mail_server(address: str) -> dict | None:
    """Where mails are handed over: smtps://user:password@host or smtp+starttls://user:password@host; None for none.

    Plain smtp:// goes to this machine alone: further away, whoever listens would read to whom something is sent.
    """
    if not address:
        return None
    parts = urlsplit(address)
    ports = {"smtps": 465, "smtp+starttls": 587}
    if parts.hostname in {"localhost", "127.0.0.1"}:
        ports["smtp"] = 25
    try:
        port = parts.port or ports[parts.scheme]
    except (KeyError, ValueError):  # whose own words would say what was found, with the password
        port = 0
    if not port or not parts.hostname:
        raise ValueError("CORRIDOR_MAIL: expected smtps://user:password@host:port or smtp+starttls://...") from None
    return {
        "secure": parts.scheme,
        "host": parts.hostname,
        "port": port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }


def mail_sender(address: str) -> str:
    """From whom mails come: an address without a name, which would stand on a phone's lock screen."""
    if address and not re.fullmatch(r"[!-~]+@[A-Za-z0-9.-]+", address):
        raise ValueError("CORRIDOR_MAIL_FROM: expected an e-mail address without a name, such as notes@example.org")
    return address


LIMIT_PUBLIC_WRITING = True  # the proof, which writes as fast as it can, turns it off for itself

# What unlocks stands outside the database and outside every backup; what sessions hold stands in memory.
KEYRING = Path(env("KEYRING", str(VAR / "keyring"))).resolve()
BACKUPS = Path(env("BACKUPS")).resolve() if env("BACKUPS") else None  # the folder of backups, if this place makes any
MAIL, MAIL_FROM = mail_server(env("MAIL")), mail_sender(env("MAIL_FROM"))  # for the one mail a day
if bool(MAIL) != bool(MAIL_FROM):
    raise ValueError("CORRIDOR_MAIL and CORRIDOR_MAIL_FROM belong together: only one of them is set")


def run_folder() -> Path:
    """Where sessions live: CORRIDOR_RUN, else a folder of this installation in memory (/dev/shm), else in var/."""
    if given := env("RUN"):
        return Path(given).resolve()
    memory = Path("/dev/shm")
    name = hashlib.sha256(str(VAR).encode()).hexdigest()[:12]
    return memory / f"corridor-{os.getuid()}-{name}" if os.access(memory, os.W_OK) else VAR / "run"


RUN = run_folder()
STRETCHING = {"iterations": 3, "lanes": 1, "memory_cost": 65_536}  # Argon2id: what one guess at a passphrase costs

SECRET_KEY = secret_key()
DEBUG = env_yes("DEBUG", False)
DEMO = env_yes("DEMO", False)
PROXY = env_yes("PROXY", False)  # whether a reverse proxy stands before it and says where a request comes from
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    *pathway.INSTALLED_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "corridor.ui.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "corridor.safe.failures.Limits",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corridor.ui.languages.LanguageChoice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "corridor.ui.own_forms.OwnForms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "corridor.access.zones.CentreHour",
    "corridor.journey.days.CentreCalendar",
    "corridor.programme.standing.Standing",
    "corridor.ui.typed.Typed",
    "corridor.access.doors.Doors",
    "corridor.safe.disk.ReadOnly",
]
ROOT_URLCONF = "corridor.urls"
WSGI_APPLICATION = "corridor.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "corridor.ui.context.page",
                "corridor.access.menu.menu",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "corridor.ui.templatetags.corridor",
                "corridor.journey.templatetags.days",
            ],
        },
    }
]
DATABASES = {
    "default": database(env("DATABASE")),
    "releases": releases_apart(env("DATABASE")),
    "releases_read": releases_read(env("DATABASE")),
}
WRITTEN = ("default", "releases")  # the databases that hold something; the third reads one of them
DATABASE_ROUTERS = ["corridor.figures.apart.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
SIGN_IN_PAGE = "corridor.safe.views.entering.sign_in_page"  # what every inner address answers to somebody signed out
SESSION_ENGINE = "corridor.safe.sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie that anybody can read
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True  # browsers take http://localhost as safe
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds; a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True  # no script of ours reads a cookie
CSRF_COOKIE_AGE = None  # gone when the browser is closed
CSRF_FAILURE_VIEW = "corridor.safe.failures.form_refused"
# The other headers stand in corridor/ui/headers.py.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60  # sent over TLS alone; browsers do not hear it elsewhere
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY else None
SECURE_SSL_REDIRECT = PROXY  # without a proxy the port speaks TLS or, on this machine alone, does not
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = [
    "security.W003",  # OwnForms stands in the place of the framework's check of forms, and is one
    "security.W005",  # addresses below a centre's own may be somebody else's
    "security.W008",  # see SECURE_SSL_REDIRECT
    "security.W021",  # entering the browsers' own lists is for whoever owns the name
]

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
    ("ne", "नेपाली"),
    ("bn", "বাংলা"),
    ("hi", "हिन्दी"),
]
LOCALE_PATHS = [BASE / "corridor/ui/locale"]
LANGUAGE_COOKIE_SAMESITE = "Strict"
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
# `corridor serve` gathers static files under names that carry their content, compressed; tests read them as they are.
SERVING = env_yes("SERVING", False)
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATIC_STORAGE if SERVING else "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = not SERVING
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # bytes of a form without its files
# Files are held in memory and never touch a disk (D12); anything larger than one file of 25 MiB is refused unread.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 28_000_000  # bytes of a whole request
DISK_RESERVE = env_number("DISK_RESERVE", 200) * 1024 * 1024  # below this much room the installation only reads
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the design form asks one design of up to about 100 elements

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "corridor.logs.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},  # the framework would write traces, and mail them
        "django.request": {"level": "ERROR"},  # what is not there, or not allowed, is no failure
    },
}
