"""E-mail as a channel: bytes to values and back, without database, settings or network."""
