"""Every setting of Corridor. What a deployment may change comes from CORRIDOR_* variables, read strictly."""

import hashlib
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

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


VAR = Path(env("VAR", str(BASE / "var"))).resolve()  # everything this installation writes
VAR.mkdir(parents=True, exist_ok=True)


def secret_key() -> str:
    """The signing key: from the environment, else made once and kept in var/ for this installation alone."""
    if given := env("SECRET_KEY"):
        return given
    path = VAR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text().strip()


def database(address: str) -> dict:
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
        raise ValueError("CORRIDOR_DATABASE: expected postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.strip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": True},
    }


# What unlocks stands outside the database and outside every backup; what sessions hold stands in memory.
KEYRING = Path(env("KEYRING", str(VAR / "keyring"))).resolve()


def run_folder() -> Path:
    """Where sessions live: CORRIDOR_RUN, else a folder of this installation in memory (/dev/shm), else in var/."""
    if given := env("RUN"):
        return Path(given).resolve()
    memory = Path("/dev/shm")
    name = hashlib.sha256(str(VAR).encode()).hexdigest()[:12]
    return memory / f"corridor-{os.getuid()}-{name}" if os.access(memory, os.W_OK) else VAR / "run"


RUN = run_folder()
STRETCHING = {"iterations": 3, "lanes": 4, "memory_cost": 65_536}  # Argon2id: what one guess at a passphrase costs

SECRET_KEY = secret_key()
DEBUG = env_yes("DEBUG", False)
DEMO = env_yes("DEMO", False)
ALLOWED_HOSTS = env("HOSTS", "localhost,127.0.0.1,[::1]").split(",")

INSTALLED_APPS = [
    *pathway.INSTALLED_APPS,
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "corridor.ui.languages.LanguageChoice",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "corridor.access.doors.Doors",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
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
            ],
            "builtins": ["django.templatetags.i18n", "corridor.ui.templatetags.corridor"],
        },
    }
]
DATABASES = {"default": database(env("DATABASE"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.Account"
SIGN_IN_PAGE = "corridor.safe.views.entering.sign_in_page"  # what every inner address answers to somebody signed out
SESSION_ENGINE = "corridor.safe.sessions"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True  # browsers take http://localhost as safe
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 8 * 60 * 60  # seconds; a working day
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Nothing is fetched from elsewhere, by any page.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

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
LANGUAGE_COOKIE_SAMESITE = "Lax"
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
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # bytes of a form; files are limited where they are read
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # the design form asks one design of up to about 100 elements

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", "WARNING")},
}
