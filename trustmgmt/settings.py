"""One settings file. What differs between places comes from the environment (docs/configuration.md)."""

from pathlib import Path

import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from trustmgmt import logs
from trustmgmt.environment import read_environment

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = read_environment(BASE_DIR)

# --- who and where ----------------------------------------------------------------------------------------
SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
SITE_NAME = "trustmgmt"
SITE_URL = ENV.site_url
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SITE_URL.startswith("https://") else []
PLATFORM_OPERATOR = "trustmgmt"  # the slug of operator no. 1: data, not a code path
DESK_BLIND_ONE_IN = ENV.desk_blind_one_in  # cases whose score opens only after a first opinion; on /audit/
TRUSTED_PROXIES = ENV.trusted_proxies  # networks whose X-Forwarded-For is believed; none by default
REACH_ALSO = ENV.reach_also  # host:port pairs beyond the open internet: `check --deploy` refuses any
ASKS_STRICTLY = DEBUG or bool(REACH_ALSO)  # other sites asked inside a transaction: refused here, noted on a real site
LEGAL_NOTICE = ENV.legal_notice  # who publishes and hosts: in our own legal and privacy notices
DATA_DIR = ENV.data_dir  # exports, keys, reports of imports
SIGNING_KEY_FILE = ENV.signing_key_file
LOG_KEY_FILES = ENV.log_key_files
LOG_ORIGIN = ENV.log_origin
WITNESSES = ENV.witnesses  # (address, key) of those who watch the public log
WITNESS_QUORUM = ENV.witness_quorum

# --- apps, from the ground floor up -----------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "trustmgmt",
    "apps.base",
    "apps.look",
    "apps.outside",
    "apps.ledger",
    "apps.live",
    "apps.gate",
    "apps.people",
    "apps.notices",
    "apps.documents",
    "apps.spaces",
    "apps.posts",
    "apps.warnings",
    "apps.exchanges",
    "apps.trust",
    "apps.referrals",
    "apps.recognitions",
    "apps.badges",
    "apps.references",
    "apps.scoring",
    "apps.moderation",
    "apps.disputes",
    "apps.juries",
    "apps.professionals",
    "apps.mediation",
    "apps.accountability",
    "apps.labels",
    "apps.audits",
    "apps.proposals",
    "apps.federation",
    "apps.pages",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.gate.packing.PackingMiddleware",
    "apps.gate.middleware.DoorMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.gate.returned.ReturnedFormMiddleware",
    "apps.gate.middleware.RefusalMiddleware",
    "apps.people.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "trustmgmt.urls"
WSGI_APPLICATION = "trustmgmt.wsgi.application"
ASGI_APPLICATION = "trustmgmt.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ]
            if not ENV.debug
            else [
                "django.template.loaders.filesystem.Loader",
                "django.template.loaders.app_directories.Loader",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.look.context.layout",
            ],
            "builtins": ["apps.look.templatetags.look"],
        },
    }
]

# --- data -------------------------------------------------------------------------------------------------
DATABASES = {"default": ENV.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = ENV.redis_url
CACHES = {"default": {"BACKEND": "apps.gate.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}}
SESSION_ENGINE = "apps.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30

# --- background work: a message only says "wake up", rows say what is due ---------------------------------
CELERY_BROKER_URL = ENV.broker_url
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "ledger.sweep": {"task": "apps.ledger.tasks.sweep", "schedule": 2.0},
    "ledger.seal": {"task": "apps.ledger.tasks.seal", "schedule": 5.0},
    "ledger.ask_witnesses": {"task": "apps.ledger.tasks.ask_witnesses", "schedule": 5.0},
    "ledger.inspect": {"task": "apps.ledger.tasks.inspect", "schedule": 60.0},
    "moderation.publish_due": {"task": "apps.moderation.tasks.publish_due", "schedule": 1.0},
    "moderation.release_leases": {"task": "apps.moderation.tasks.release_leases", "schedule": 15.0},
    "moderation.end_by_itself": {"task": "apps.moderation.tasks.end_by_itself", "schedule": 60.0},
    "moderation.draw": {"task": "apps.moderation.tasks.draw", "schedule": crontab(hour=2, minute=40)},
    "moderation.teach": {"task": "apps.moderation.tasks.teach", "schedule": crontab(hour=4, minute=40, day_of_week=1)},
    "moderation.close_windows": {"task": "apps.moderation.tasks.close_windows", "schedule": crontab(hour=4, minute=10)},
    "pages.home_tell": {"task": "apps.pages.tasks.home_tell", "schedule": 3.0},
    "federation.deliver": {"task": "apps.federation.tasks.deliver", "schedule": 2.0},
    "federation.read_before": {"task": "apps.federation.tasks.read_before", "schedule": 5.0},
    "federation.forget": {"task": "apps.federation.tasks.forget", "schedule": crontab(hour=4, minute=25)},
    "federation.pull": {"task": "apps.federation.tasks.pull", "schedule": 5.0},
    "federation.receive": {"task": "apps.federation.tasks.receive", "schedule": 2.0},
    "accountability.watch": {"task": "apps.accountability.tasks.watch", "schedule": 60.0},
    "juries.watch": {"task": "apps.juries.tasks.watch", "schedule": 60.0},
    "referrals.settle": {"task": "apps.referrals.tasks.settle", "schedule": crontab(hour=3, minute=20)},
    "recognitions.watch": {"task": "apps.recognitions.tasks.watch", "schedule": 60.0 * 10},
    "exchanges.watch": {"task": "apps.exchanges.tasks.watch", "schedule": 15.0},
    "federation.look_at_badges": {"task": "apps.federation.tasks.look_at_badges", "schedule": 60.0},
    "references.watch": {"task": "apps.references.tasks.watch", "schedule": 60.0 * 10},
    "mediation.watch": {"task": "apps.mediation.tasks.watch", "schedule": 60.0 * 10},
    "disputes.watch": {"task": "apps.disputes.tasks.watch", "schedule": crontab(minute=35)},
    "professionals.watch": {"task": "apps.professionals.tasks.watch", "schedule": crontab(minute=25)},
    "audits.watch": {"task": "apps.audits.tasks.watch", "schedule": 10.0},
    "proposals.watch": {"task": "apps.proposals.tasks.watch", "schedule": 60.0},
    "warnings.run-out": {"task": "apps.warnings.tasks.run_out", "schedule": 3600.0},
    "federation.pull_labels": {"task": "apps.federation.tasks.pull_labels", "schedule": crontab(hour="*/6", minute=35)},
    "federation.ask_labels": {"task": "apps.federation.tasks.ask_labels", "schedule": crontab(minute=20)},
    "badges.review": {"task": "apps.badges.tasks.review", "schedule": 60.0 * 5},
    "labels.compute": {"task": "apps.labels.tasks.compute", "schedule": crontab(hour=4, minute=50)},
    "scoring.expire_changes": {"task": "apps.scoring.tasks.expire_changes", "schedule": 60.0 * 60},
    "scoring.take_pool": {"task": "apps.scoring.tasks.take_pool", "schedule": 60.0 * 60},
    "notices.send_summaries": {"task": "apps.notices.tasks.send_summaries", "schedule": crontab(minute=15)},
    "people.purge": {"task": "apps.people.tasks.purge", "schedule": crontab(hour=3, minute=50)},
    "scoring.recount": {"task": "apps.scoring.tasks.recount", "schedule": crontab(hour=3, minute=20)},
}

# --- people -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:me"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "apps.people.passphrases.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "apps.people.passphrases.NotCommon"},
    {"NAME": "apps.people.passphrases.NotThePseudonym"},
]
ACCOUNT_ADAPTER = "apps.people.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "apps.people.forms.SignUpForm",
    "change_password": "apps.people.forms.ChangePassphraseForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
MFA_ADAPTER = "apps.people.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
REQUIRE_SECOND_FACTOR = ENV.require_second_factor  # of those who hold a mandate
globals().update(ENV.email)  # EMAIL_BACKEND, EMAIL_HOST, …
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.email_from

# --- languages: French and English by URL, one catalogue per app ------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = sorted(p for p in (BASE_DIR / "trustmgmt" / "locale").glob("*") if p.is_dir())
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- static files -----------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = ENV.data_dir / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV.debug
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = ENV.data_dir / "files"

# --- security ---------------------------------------------------------------------------------------------
SECURE = SITE_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE and TRUSTED_PROXIES else None
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "apps.gate.views.csrf_refused"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["apps.gate.uploads.Bounded"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# --- API --------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["apps.gate.parsing.PlainJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "apps.people.bearer.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["apps.people.bearer.ScopeAllows"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "apps.gate.pace.VisitorPace",
        "rest_framework.throttling.UserRateThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {"anon": "600/min", "user": "1200/min"},
    "EXCEPTION_HANDLER": "apps.gate.api.exception_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "trustmgmt",
    "DESCRIPTION": "Every public page as JSON, under `/api/` and the page's path without its language. "
    "`Accept-Language` chooses the words; a refusal says why in `detail`, and in `errors` for each field.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
}

# --- logs: structured, no personal text -------------------------------------------------------------------
LOGGING = logs.configure()
