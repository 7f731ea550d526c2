"""The respondent's pages: reached by the link of an invitation, without signing in."""
