"""Settings: one line each. Production demands its secrets; the laptop gets generated ones from `var/`."""

from __future__ import annotations

import sys
from urllib.parse import urlsplit

from config.environment import ROOT, VAR, database, flag, number, text, words
from config.logs import LOGGING  # noqa: F401 - a setting

DEBUG = flag("DEBUG")
SECRET_KEY = text("SECRET_KEY")
ENCRYPTION_KEY = text("ENCRYPTION_KEY")  # Fernet key of the access keys' secrets

# The address people use. https turns on every cookie and transport protection.
PUBLIC_URL = text("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
_HTTPS = urlsplit(PUBLIC_URL).scheme == "https"
ALLOWED_HOSTS = words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # its default config would put an admin site there that knows no tenants
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "channels",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "config.apps.PlumblineAdminConfig",
    "config.apps.ConfigConfig",
    "tenants",
    "workforce",
    "jobs",
    "consolidation",
    "autolabel",
    "portal",
    "wire",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.TenantMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- data -----------------------------------------------------------------------------------------------------------
# The application role: owns nothing, cannot bypass row-level security. A pool, because ASGI serves each request on a
# thread of its own.
# A statement that a connection runs for the third time is prepared (`jobs.rows`; Django's own cursors never are).
_OPTIONS = {"pool": {"min_size": 1, "max_size": 24, "timeout": 20}, "prepare_threshold": 2}
DATABASES = {"default": database("DATABASE_URL") | {"OPTIONS": _OPTIONS}}
# The owner role is for `manage.py migrate` and the tests' set-up; a serving process does not even know its password.
if {"migrate", "makemigrations"} & set(sys.argv[1:2]) or flag("PLUMBLINE_AS_OWNER"):
    DATABASES["owner"] = database("DATABASE_OWNER_URL")
DATABASE_ROUTERS = ["config.migrating.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "tenants.User"

REDIS_URL = text("REDIS_URL")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL], "prefix": text("CHANNEL_PREFIX", "plumbline")},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

S3_ENDPOINT_URL = text("S3_ENDPOINT_URL")
S3_PUBLIC_ENDPOINT_URL = text("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)  # as browsers reach it
S3_ACCESS_KEY_ID = text("S3_ACCESS_KEY_ID")
S3_SECRET_ACCESS_KEY = text("S3_SECRET_ACCESS_KEY")
S3_REGION = text("S3_REGION", "us-east-1")
S3_ADMIN_URL = text("S3_ADMIN_URL", "")  # embedded store only: where customers' keys are made known to it

# --- machines that label ----------------------------------------------------------------------------------------------
# The weights of packages are kept here in a form without pickle; `auto` takes a GPU where there is one.
AUTOLABEL_WEIGHTS = VAR / "weights"
AUTOLABEL_DEVICE = text("AUTOLABEL_DEVICE", "auto")
# Copies of what machines for boxes and masks read again and again; beyond this much they are fetched from the store.
AUTOLABEL_MAPS = VAR / "maps"
AUTOLABEL_MAPS_BYTES = number("AUTOLABEL_MAPS_GB", 8) * 1_000_000_000
# Backbones of one's own, with commas between them: `name=text:package.module.factory`, or `image:` for one that reads
# pictures (autolabel/backbones/catalogue.py).
AUTOLABEL_BACKBONES = {
    name: tuple(rest.split(":", 1))
    for name, _, rest in (word.partition("=") for word in words("AUTOLABEL_BACKBONES", ""))
}
# What finds things by clicks: a folder with encoder.onnx and decoder.onnx, or the two files with a comma between them.
AUTOLABEL_SEGMENTER = words("AUTOLABEL_SEGMENTER", "")

# --- background work ------------------------------------------------------------------------------------------------
CELERY_BROKER_URL = text("CELERY_BROKER_URL", REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_ACCEPT_CONTENT = ["json"]  # no pickle anywhere (security lessons S24, S37)
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True  # the stage of the job is the result
CELERY_TASK_ACKS_LATE = True  # every function is safe to run twice
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_ROUTES = {
    "jobs.ingest": {"queue": "ingest"},
    "consolidation.*": {"queue": "consolidation"},
    "autolabel.*": {"queue": "gpu"},
}
CELERY_BEAT_SCHEDULE = {
    # An expired lease must be back within 5 s, so the sweep that looks for them runs every 2 s.
    "sweep-leases": {"task": "jobs.sweep_leases", "schedule": 2.0, "options": {"expires": 2.0}},
    "sweep-jobs": {"task": "jobs.sweep_jobs", "schedule": 5.0, "options": {"expires": 5.0}},
    "sweep-previews": {"task": "jobs.sweep_previews", "schedule": 60.0, "options": {"expires": 60.0}},
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- people ---------------------------------------------------------------------------------------------------------
LOGIN_URL = "portal:sign-in"
LOGIN_REDIRECT_URL = "portal:jobs"
LOGOUT_REDIRECT_URL = "portal:sign-in"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]  # fmt: skip
EMAIL_BACKEND = text("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = text("EMAIL_HOST", "localhost")
EMAIL_PORT = number("EMAIL_PORT", 25)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", "Plumbline <no-reply@localhost>")
INVITATION_DAYS = 14

# --- pages ----------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "frontend" / "dist"]
WHITENOISE_USE_FINDERS = DEBUG
PORTAL_THREADS = number("PORTAL_THREADS", 8)  # database threads of one web process for the labeling site

# --- protection -----------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = _HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the labeling site's client reads it
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# --- REST -----------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "tenants.rest_doors.BearerKeyAuthentication",
        "tenants.rest_doors.MemberSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["tenants.rest_doors.InTenant"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.render",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Plumbline",
    "DESCRIPTION": "Data labeling: jobs, objects, work teams, members and keys. The same verbs as the AWS API.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
}
UNFOLD = {"SITE_TITLE": "Plumbline", "SITE_HEADER": "Plumbline", "SHOW_HISTORY": False}
