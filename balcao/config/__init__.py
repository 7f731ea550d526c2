"""Settings, addresses, the wiring of events to handlers, and the running of it all."""
