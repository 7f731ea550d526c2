"""Reading over everything: search, figures, balance, inner, gap."""
