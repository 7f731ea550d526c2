"""Bundles: asked for in the portal, followed at the desk, their templates taken by supervisors."""
