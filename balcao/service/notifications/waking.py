"""Waking the worker for what leaves the page: one job drains all that is due."""

from __future__ import annotations

from balcao.service.delivery.waking import QUEUE, wake

DIGEST = "notifications.send_digests"
PUSH = "notifications.push"

__all__ = ["DIGEST", "PUSH", "QUEUE", "wake"]
