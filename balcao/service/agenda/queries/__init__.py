"""Reads of the agent's time: what comes, what stands on a ticket, how much everybody has."""

from .load import worked, workload
from .on_ticket import on_ticket, time_on
from .planned import agenda, reminders

__all__ = ["agenda", "on_ticket", "reminders", "time_on", "worked", "workload"]
