"""One request that becomes ordered tasks of several departments: welcoming somebody, opening a branch."""
