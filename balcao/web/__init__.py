"""Screens, no tables: desk, portal, api, hooks, over the rooms below."""
