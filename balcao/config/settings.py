"""Django's settings, read from the environment; CONTRACTS names every variable."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from . import environment

PACKAGE = Path(__file__).resolve().parent.parent
DATA = environment.data_folder()

SECRET_KEY, *SECRET_KEY_FALLBACKS = environment.secret_keys(DATA)
DEBUG = False
BASE_URL = environment.base_url()
ALLOWED_HOSTS = environment.allowed_hosts(BASE_URL)
TRUSTED_PROXIES = environment.words("BALCAO_TRUSTED_PROXIES")
FILES_URL = environment.text("BALCAO_FILES_URL")
AUTHSERV_IDS = environment.words("BALCAO_AUTHSERV_IDS")
LIVE_URL = environment.text("LIVE_URL")
IS_DEMO = (DATA / "demo.json").exists()

INSTALLED_APPS = [
    "balcao.events",
    "balcao.register.teams",
    "balcao.register.people",
    "balcao.register.calendars",
    "balcao.register.access",
    "balcao.register.profile",
    "balcao.register.orders",
    "balcao.register.brand",
    "balcao.service.inboxes",
    "balcao.service.knowledge",
    "balcao.service.tickets",
    "balcao.service.sla",
    "balcao.service.routing",
    "balcao.service.waiting",
    "balcao.service.agenda",
    "balcao.service.delivery",
    "balcao.service.notifications",
    "balcao.service.approvals",
    "balcao.service.assets",
    "balcao.service.catalog",
    "balcao.service.bundles",
    "balcao.service.between",
    "balcao.inside.announcements",
    "balcao.service.problems",
    "balcao.service.changes",
    "balcao.service.status",
    "balcao.listening.surveys",
    "balcao.listening.asking",
    "balcao.listening.answers",
    "balcao.listening.themes",
    "balcao.listening.results",
    "balcao.listening.loop",
    "balcao.listening.ideas",
    "balcao.listening.journeys",
    "balcao.insights.search",
    "balcao.insights.balance",
    "balcao.insights.inner",
    "balcao.insights.gap",
    "balcao.config",
    "balcao.web",
    "balcao.web.api",
    "balcao.web.entrance",
    "balcao.web.portal",
    "balcao.web.catalog",
    "balcao.web.desk",
    "balcao.web.administration",
    "balcao.web.figures",
    "balcao.web.problems",
    "balcao.web.changes",
    "balcao.web.queue",
    "balcao.web.agenda",
    "balcao.web.surveys",
    "balcao.web.results",
    "balcao.web.themes",
    "balcao.web.loop",
    "balcao.web.answering",
    "balcao.web.approving",
    "balcao.web.ideas",
    "balcao.web.assets",
    "balcao.web.status",
    "balcao.web.announcements",
    "balcao.web.journeys",
    "balcao.web.knowledge",
    "balcao.web.bundles",
    "balcao.web.between",
    "balcao.web.help",
    "balcao.web.gap",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "balcao.web.powers.PowersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "balcao.web.policy.PolicyMiddleware",
    "balcao.web.help.kept.KeptPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "balcao.web.hats.ActorMiddleware",
    "balcao.web.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "balcao.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "balcao.config.jinja.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "balcao.web.company.company",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SESSION_ENGINE = "balcao.register.access.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "balcao.web.refusals.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/entrar/"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # handles are verified by us
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "balcao.web.entrance.adapters.AccountAdapter"
MFA_ADAPTER = "balcao.web.entrance.adapters.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "balcao.web.entrance.adapters.SocialAccountAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead away from here (form-action)
SOCIALACCOUNT_PROVIDERS = environment.openid_providers()
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Balcão"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {"authenticate": "balcao.web.entrance.codes.OnceForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = BASE_URL.startswith("http://")

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português (Brasil)"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = environment.text("BALCAO_ZONE") or "America/Sao_Paulo"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
WHITENOISE_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 31_536_000
STORAGES = {
    "default": environment.file_storage(DATA),
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

EMAIL_BACKEND = environment.mail_backend()
ANYMAIL = environment.anymail()
EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = environment.flag("EMAIL_USE_SSL")
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL") or "balcao@localhost"

MAIL_MAX_BYTES = environment.number("BALCAO_MAIL_MAX_BYTES", 26_214_400)
UPLOAD_MAX_BYTES = environment.number("BALCAO_UPLOAD_MAX_BYTES", 26_214_400)
API_RATE = environment.number("BALCAO_API_RATE", 200)
BODY_MAX_BYTES = environment.number("BALCAO_BODY_MAX_BYTES", 31_457_280)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if BASE_URL.startswith("https://") else 0
PUSH_SERVICES = environment.words("BALCAO_PUSH_SERVICES")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF, *([FILES_URL] if FILES_URL else [])],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_WORKER_DEFAULTS = {"listen_notify": True, "delete_jobs": "successful"}

LOGGING = environment.logging()
