"""Sign-in, memberships, grants, tokens, and the building of actors."""
