from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from balcao.core import actor as rights


class UserManager(BaseUserManager["User"]):
    """Finds users by their sign-in address."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The user whose sign-in address this is."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """The account with which a person signs in by password; `email` is one of their handles."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="user")
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    is_staff = False
    is_superuser = False

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Always false: permissions hang on teams and grants, not on Django's tables."""
        return False


class Membership(models.Model):
    """A person's role in a team."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="memberships"
    )
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=[(role, role.title()) for role in rights.Role])
    since_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "team"], name="one_membership_a_team")
        ]


class CompanyGrant(models.Model):
    """A company-wide permission of a person; by itself it reads no ticket."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="grants")
    grant = models.CharField(max_length=16, choices=[(g, g.title()) for g in rights.Grant])
    since_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "grant"], name="one_grant_a_kind")]


class BreakGlass(models.Model):
    """A reason for which somebody looked into a team they don't belong to, for a while."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.CASCADE, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "until_at"], name="break_glass_by_person")]


class ApiToken(models.Model):
    """A bearer token that acts as a person, as far as the handle it was made for allows."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="tokens")
    handle = models.ForeignKey("people.Handle", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class Feed(models.TextChoices):
    """What is read in a feed of one's own."""

    HELP = "help"
    ANNOUNCEMENTS = "announcements"
    AGENDA = "agenda"


class FeedAddress(models.Model):
    """An address under which one reader's own feed is read without signing in, under the hats they wore
    as it was made; without the row it opens nothing. Only the digest of its secret is kept."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=16, choices=Feed.choices)
    hats = ArrayField(models.CharField(max_length=12))
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)


class Purpose(models.TextChoices):
    """What a one-time secret is good for."""

    SIGN_IN = "sign_in"
    CONSOLE = "console"
    FOLLOW = "follow"
    VERIFY = "verify"
    FIRST_RUN = "first_run"


class OneTimeSecret(models.Model):
    """A link or a code that opens one thing once, soon. Only its digest is kept.

    `subject_id` is what it opens (a ticket to follow, say); a code is tried at most `tries_left`
    times.
    """

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    digest = models.CharField(max_length=64, db_index=True)
    handle = models.ForeignKey(
        "people.Handle", null=True, on_delete=models.CASCADE, related_name="+"
    )
    subject_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    tries_left = models.PositiveSmallIntegerField(default=5)

    class Meta:
        indexes = [
            models.Index(
                fields=["purpose", "subject_id"],
                condition=Q(used_at=None),
                name="open_secret_by_subject",
            )
        ]


class OpenSession(models.Model):
    """A signed-in session, so that its person can see and end it."""

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    level = models.CharField(max_length=8)
    device = models.CharField(max_length=200, blank=True)
    began_at = models.DateTimeField()


class RateCount(models.Model):
    """How often something was tried in a window of time, shared by all processes."""

    key = models.CharField(max_length=120)
    window = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_count_a_window")]
