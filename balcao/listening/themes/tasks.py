"""What the jobs of this room are called."""

from __future__ import annotations

COUNT_WAVE = "themes.count_wave"
LEARN = "themes.learn"
PROPOSE = "themes.propose"
READ = "themes.read"
RECOUNT = "themes.recount"
