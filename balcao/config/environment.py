"""The environment, read once: flags over environment over `.env`, refused in words when wrong."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

PREPARED_AFTER = 2  # times a connection has seen a statement; planning is a third of a page's SQL


T = TypeVar("T", bound="list[Any] | dict[str, Any]")


class WrongSetting(Exception):
    """A setting that can't be used, and why."""


def text(name: str) -> str:
    """The variable's value, or an empty string."""
    return os.environ.get(name, "").strip()


def words(name: str) -> list[str]:
    """The variable's values, separated by commas or spaces."""
    return text(name).replace(",", " ").split()


def flag(name: str) -> bool:
    """True for 1, true, yes and on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """The variable as a whole number above zero; WrongSetting when it isn't one."""
    value = text(name)
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and int(value)):
        raise WrongSetting(f"{name} must be a whole number above zero, not {value!r}.")
    return int(value)


def structure(name: str, kind: type[T]) -> T | None:
    """The variable as JSON, a list or an object; None when absent, WrongSetting when it isn't one."""
    value = text(name)
    if not value:
        return None
    try:
        told = json.loads(value)
    except ValueError as error:
        raise WrongSetting(f"{name} must be JSON: {error}.") from None
    if not isinstance(told, kind):
        raise WrongSetting(f"{name} must be a JSON {'list' if kind is list else 'object'}.")
    return told


def data_folder() -> Path:
    """The one folder that holds everything, absolute."""
    return Path(text("BALCAO_DATA") or "data").absolute()


def secret_keys(data: Path) -> list[str]:
    """The signing key and the older ones still valid for reading, newest first.

    Taken from BALCAO_SECRET_KEY (first) and `secret-keys` in the data folder, one a line; made
    there when both are absent.
    """
    kept = data / "secret-keys"
    keys = kept.read_text().split() if kept.exists() else []
    told = text("BALCAO_SECRET_KEY")
    if told:
        keys = [told, *[key for key in keys if key != told]]
    if not keys:
        keys = [secrets.token_urlsafe(48)]
        data.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(keys[0] + "\n")
    return keys


def base_url() -> str:
    """The public address of the desk, without a slash at the end."""
    return (text("BALCAO_URL") or "http://127.0.0.1:8000").rstrip("/")


def allowed_hosts(url: str) -> list[str]:
    """Names the pages answer to: the public address, loopback and BALCAO_ALLOWED_HOSTS."""
    host = urlsplit(url).hostname or "127.0.0.1"
    return [host, "127.0.0.1", "localhost", "[::1]", *words("BALCAO_ALLOWED_HOSTS")]


def database(data: Path) -> dict[str, Any]:
    """Django's database settings, from DATABASE_URL or the private server in the data folder."""
    url = text("DATABASE_URL")
    parts: dict[str, Any]
    prepared: int | None = PREPARED_AFTER
    if url:
        split = urlsplit(url)
        if split.scheme not in {"postgres", "postgresql"}:
            raise WrongSetting("DATABASE_URL must begin with postgresql://.")
        options = dict(parse_qsl(split.query))
        if options.pop("prepare_threshold", "") == "none":
            prepared = None  # a pool between us and the server may not know prepared statements
        try:
            port = split.port
        except ValueError as error:
            raise WrongSetting(f"DATABASE_URL: {error}.") from None
        parts = {
            "NAME": unquote(split.path.lstrip("/")),
            "USER": unquote(split.username or ""),
            "PASSWORD": unquote(split.password or ""),
            "HOST": options.pop("host", None) or unquote(split.hostname or ""),
            "PORT": str(port or ""),
            "OPTIONS": options,
        }
    else:
        from .postgres import socket_folder

        parts = {
            "NAME": "balcao",
            "USER": "balcao",
            "HOST": str(socket_folder(data)),
            "OPTIONS": {},
        }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        **parts,
        "OPTIONS": {**parts["OPTIONS"], "server_side_binding": True, "prepare_threshold": prepared},
    }


def file_storage(data: Path) -> dict[str, Any]:
    """Where attachments lie: a folder, or what BALCAO_STORAGE (JSON, django-storages) names."""
    told = structure("BALCAO_STORAGE", dict)
    if told:
        return told
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(data / "files"), "file_permissions_mode": 0o600},
    }


def mail_backend() -> str:
    """SMTP when EMAIL_HOST is set, the named django-anymail provider, else the outbox folder."""
    named = text("BALCAO_MAIL_BACKEND")
    if named:
        return named if "." in named else f"anymail.backends.{named}.EmailBackend"
    if text("EMAIL_HOST"):
        return "django.core.mail.backends.smtp.EmailBackend"
    return "balcao.service.delivery.outbox.OutboxBackend"


def anymail() -> dict[str, Any]:
    """Settings of the mail provider, from BALCAO_ANYMAIL (JSON)."""
    return structure("BALCAO_ANYMAIL", dict) or {}


def openid_providers() -> dict[str, Any]:
    """Sign-in through the company's own identity provider, from BALCAO_OIDC (a JSON list of apps)."""
    told = structure("BALCAO_OIDC", list)
    return {"openid_connect": {"APPS": told, "OAUTH_PKCE_ENABLED": True}} if told else {}


def logging() -> dict[str, Any]:
    """Warnings and worse to standard error, a line each; what readers were refused is no warning."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "filters": {"secrets": {"()": "balcao.config.logs.WithoutSecrets"}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "line",
                "filters": ["secrets"],
            }
        },
        "loggers": {"django.request": {"level": "ERROR"}},
        "root": {"handlers": ["stderr"], "level": text("BALCAO_LOG_LEVEL") or "WARNING"},
    }
