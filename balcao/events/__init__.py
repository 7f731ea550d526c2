"""What happened: one row a fact, which is outbox, audit, timeline and webhook feed at once."""
