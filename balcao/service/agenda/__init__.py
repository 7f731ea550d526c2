"""Time for the agent: follow-ups, snoozed tickets, the day and the week, time spent, workload."""
