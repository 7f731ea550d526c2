"""A setting that can't be used is refused in words before anything starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from balcao.config import environment, lock
from balcao.config.usable import require_usable


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("BALCAO_URL", "DATABASE_URL", "LIVE_URL", "EMAIL_HOST", "EMAIL_PORT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("BALCAO_DATA", str(tmp_path))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BALCAO_URL", "desk.example"),
        ("BALCAO_URL", "https://"),
        ("BALCAO_URL", "http://desk.example:port"),
        ("BALCAO_FILES_URL", "ftp://files.example"),
        ("LIVE_URL", "127.0.0.1:6379"),
        ("BALCAO_TRUSTED_PROXIES", "proxy"),
        ("BALCAO_ZONE", "America/Bauru"),
        ("BALCAO_ZONE", "../etc"),
        ("BALCAO_LOG_LEVEL", "loud"),
        ("BALCAO_MAIL_BACKEND", "pigeon"),
        ("BALCAO_ANYMAIL", "[]"),
        ("BALCAO_OIDC", '{"client_id": "one"}'),
        ("BALCAO_STORAGE", "{"),
        ("BALCAO_MAIL_MAX_BYTES", "25 MB"),
        ("BALCAO_UPLOAD_MAX_BYTES", "0"),
        ("BALCAO_API_RATE", "-1"),
        ("EMAIL_PORT", "smtp"),
        ("DATABASE_URL", "mysql://localhost/balcao"),
        ("DATABASE_URL", "postgresql://localhost:port/balcao"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(environment.WrongSetting, match=name):
        require_usable()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BALCAO_URL", "https://atendimento.loja.example/"),
        ("BALCAO_FILES_URL", "http://127.0.0.1:9000"),
        ("LIVE_URL", "rediss://valkey.example:6380/1"),
        ("LIVE_URL", "unix:///run/valkey.sock"),
        ("BALCAO_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("BALCAO_ZONE", "America/Manaus"),
        ("BALCAO_LOG_LEVEL", "INFO"),
        ("BALCAO_MAIL_BACKEND", "postmark"),
        ("BALCAO_MAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend"),
        ("BALCAO_OIDC", '[{"client_id": "one"}]'),
        ("DATABASE_URL", "postgresql://desk:word@db.example:5433/balcao?sslmode=require"),
    ],
)
def test_a_right_one_is_taken(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    require_usable()


def test_the_lock_tells_where_the_desk_runs_and_lets_go_with_it(tmp_path: Path) -> None:
    assert not lock.is_held(tmp_path)
    assert lock.address(tmp_path) == ""
    held = lock.take(tmp_path, "http://127.0.0.1:8123")
    assert lock.is_held(tmp_path)
    assert lock.address(tmp_path) == "http://127.0.0.1:8123"
    with pytest.raises(BlockingIOError):
        lock.take(tmp_path, "http://127.0.0.1:9999")
    held.close()
    assert not lock.is_held(tmp_path)
