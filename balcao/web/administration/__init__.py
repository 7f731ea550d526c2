"""Plain pages for who runs the desk: teams, people, inboxes, tokens, the audit trail."""
