"""The loop closed: what somebody answered becomes a task of somebody, and what was done is told."""
