"""The API, version 1: the same actions, queries and scope as the pages, for machines."""
