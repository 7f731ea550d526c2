"""The clients' side of the counter: ask, follow, answer. One portal, two audiences."""
