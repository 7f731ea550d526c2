"""The enumerations of the register, as people read them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from balcao.core.actor import Grant

KINDS = (
    ("employee", _("Employee")),
    ("outsourced", _("Outsourced")),
    ("contractor", _("Contractor")),
    ("supplier", _("Supplier")),
    ("customer", _("Customer")),
)
CHANNELS = (("email", _("E-mail")), ("phone", _("Phone")), ("chat", _("Chat")))
GRANTS = ((Grant.ADMINISTRATOR, _("Administrator")), (Grant.DIRECTOR, _("Director")))

ACTS = {
    "CalendarAdded": _("Added a calendar"),
    "CalendarChanged": _("Changed a calendar"),
    "CalendarGivenTo": _("Gave a calendar to an organization"),
    "CalendarRemoved": _("Removed a calendar"),
    "CannedReplySet": _("Wrote a canned reply"),
    "DefaultCalendarChosen": _("Chose the default calendar"),
    "FactLearned": _("Noted a fact"),
    "GlassBroken": _("Looked into a team"),
    "GrantSet": _("Changed a company-wide grant"),
    "HandleAdded": _("Added an address"),
    "HandleVerified": _("Verified an address"),
    "InboxAdded": _("Added an inbox"),
    "InboxChanged": _("Changed an inbox"),
    "MembershipEnded": _("Took somebody out of a team"),
    "MembershipSet": _("Gave a role in a team"),
    "MergeUndone": _("Undid a merge"),
    "OrganizationAdded": _("Added an organization"),
    "OrganizationSharingChanged": _("Changed what colleagues see"),
    "PasswordSet": _("Set up a sign-in"),
    "OpeningsMoved": _("Holidays or clocks of a calendar changed with a new version"),
    "PersonChanged": _("Changed a person"),
    "PersonRegistered": _("Registered a person"),
    "PersonsMerged": _("Merged two records"),
    "PolicySet": _("Set a promise"),
    "RelationshipBegun": _("Began a relationship"),
    "RelationshipEnded": _("Ended a relationship"),
    "CapacitySet": _("Set how much somebody takes"),
    "PersonSkillSet": _("Set how well somebody can do something"),
    "RoutingSet": _("Changed how tickets find agents"),
    "SkillNeedSet": _("Changed what tickets ask for"),
    "SkillSet": _("Added or removed a skill"),
    "SessionsEnded": _("Ended sessions"),
    "SignInLinkMade": _("Made a sign-in link"),
    "SignedIn": _("Signed in"),
    "TeamAdded": _("Added a team"),
    "TeamChanged": _("Changed a team"),
    "SurveyAdded": _("Added a survey"),
    "SurveyChanged": _("Changed a survey"),
    "SurveyClosed": _("Closed a survey"),
    "SurveyDiscarded": _("Removed a draft of a survey"),
    "SurveyPublished": _("Published a survey"),
    "QuestionAdded": _("Added a question to a survey"),
    "QuestionChanged": _("Changed a question of a survey"),
    "QuestionMoved": _("Moved a question of a survey"),
    "QuestionRetired": _("Took a question out of a survey"),
    "OccasionSet": _("Set when a survey is sent"),
    "OccasionStopped": _("Stopped sending a survey"),
    "AskingRefused": _("Asked nobody when a survey's time had come"),
    "BallotsSettled": _("Opened, or destroyed unread, the sealed answers of a survey"),
    "ItemsKept": _("Brought items into the library"),
    "TokenIssued": _("Made an API token"),
    "TokenRevoked": _("Revoked an API token"),
}
SUBJECTS = {
    "calendar": _("calendar"),
    "canned_reply": _("canned reply"),
    "grant": _("grant"),
    "inbox": _("inbox"),
    "membership": _("membership"),
    "occasion": _("occasion of a survey"),
    "organization": _("organization"),
    "person": _("person"),
    "policy": _("promise"),
    "session": _("session"),
    "settings": _("settings"),
    "survey": _("survey"),
    "team": _("team"),
    "token": _("token"),
}
