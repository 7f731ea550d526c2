"""Reading over everything: search, figures."""
