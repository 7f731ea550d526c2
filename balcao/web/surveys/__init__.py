"""Surveys as they are written: the list, the builder with its preview, versions, the library."""
