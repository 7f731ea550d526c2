"""When announcements have something to do: one is to be published, or people are to be mailed."""

from __future__ import annotations

from balcao.events.deadlines import Deadlines
from balcao.service.delivery.waking import QUEUE, wake

SWEEP = "announcements.sweep"
FIRE = "announcements.fire"
WALK = "announcements.walk"
PUSH = "announcements.push"

DEADLINES = Deadlines(
    FIRE,
    "SELECT publish_at AS at FROM announcements_announcement"
    " WHERE state = 'scheduled' AND publish_at <= %(horizon)s",
)

__all__ = ["DEADLINES", "FIRE", "PUSH", "QUEUE", "SWEEP", "WALK", "wake"]
