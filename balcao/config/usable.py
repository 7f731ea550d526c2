"""Whether the settings can be used: looked at before anything starts, refused in words."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from . import environment, proxies
from .environment import WrongSetting

PAGES = ("http", "https")
NUMBERS = (
    "EMAIL_PORT",
    "BALCAO_MAIL_MAX_BYTES",
    "BALCAO_UPLOAD_MAX_BYTES",
    "BALCAO_BODY_MAX_BYTES",
    "BALCAO_API_RATE",
)
FAN_OUTS = ("redis", "rediss", "unix")


def require_usable() -> None:
    """WrongSetting for the first setting that can't be used; those of the receiver apart."""
    _require_address("BALCAO_URL", PAGES, "https://desk.example")
    _require_address("BALCAO_FILES_URL", PAGES, "https://files.example")
    _require_address("LIVE_URL", FAN_OUTS, "redis://127.0.0.1:6379")
    proxies.networks(environment.words("BALCAO_TRUSTED_PROXIES"))
    _require_zone(environment.text("BALCAO_ZONE"))
    _require_level(environment.text("BALCAO_LOG_LEVEL"))
    _require_backend(environment.mail_backend())
    environment.anymail()
    environment.openid_providers()
    environment.file_storage(environment.data_folder())
    if environment.text("DATABASE_URL"):
        environment.database(environment.data_folder())
    for name in NUMBERS:
        environment.number(name, 1)


def _require_address(name: str, schemes: tuple[str, ...], such_as: str) -> None:
    told = environment.text(name)
    if not told:
        return
    try:
        parts = urlsplit(told)
        place = parts.path if parts.scheme == "unix" else parts.hostname
        is_usable = parts.scheme in schemes and bool(place) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise WrongSetting(f"{name} must be an address such as {such_as}, not {told!r}.")


def _require_zone(told: str) -> None:
    try:
        ZoneInfo(told or "UTC")
    except (KeyError, OSError, ValueError):
        raise WrongSetting(
            f"BALCAO_ZONE must be a time zone such as America/Manaus, not {told!r}."
        ) from None


def _require_level(told: str) -> None:
    levels = [name for name in logging.getLevelNamesMapping() if name != "NOTSET"]
    if told and told not in levels:
        raise WrongSetting(f"BALCAO_LOG_LEVEL must be one of {', '.join(levels)}, not {told!r}.")


def _require_backend(dotted: str) -> None:
    try:
        found = find_spec(dotted.rpartition(".")[0])
    except (ImportError, ValueError):
        found = None
    if found is None:
        told = environment.text("BALCAO_MAIL_BACKEND")
        raise WrongSetting(f"BALCAO_MAIL_BACKEND: django-anymail has no provider {told!r}.")
