"""Where this room keeps data of persons."""

from __future__ import annotations

from balcao.core.personal import Place

PLACES = (
    Place("access.User", "person", "sign-in address and password digest", moves=True),
    Place("access.Membership", "person", "roles in teams", moves=True),
    Place("access.CompanyGrant", "person", "company-wide grants", moves=True),
    Place("access.BreakGlass", "person", "looks into other teams", moves=True),
    Place("access.ApiToken", "person", "digests of API tokens", moves=True),
    Place("access.ApiToken", "handle__person", "the address a token was made for"),
    Place("access.FeedAddress", "person", "digests of the addresses of their feeds", moves=True),
    Place("access.OneTimeSecret", "handle__person", "digests of sign-in links"),
    Place("account.EmailAddress", "user__person", "addresses to sign in with"),
    Place("account.EmailConfirmation", "email_address__user__person", "keys sent to an address"),
    Place("mfa.Authenticator", "user__person", "second factors"),
    Place("socialaccount.SocialAccount", "user__person", "who they are at an identity provider"),
    Place("socialaccount.SocialToken", "account__user__person", "tokens of that provider"),
    Place("access.OpenSession", "person", "signed-in sessions and devices", moves=True),
)
