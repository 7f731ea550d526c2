"""Announcements: read and confirmed in the portal or at the desk, written and followed by their authors."""
