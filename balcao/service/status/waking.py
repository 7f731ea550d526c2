"""Waking the worker for mails of incidents."""

from __future__ import annotations

from balcao.service.delivery.waking import QUEUE, wake

TELL = "status.tell"

__all__ = ["QUEUE", "TELL", "wake"]
