"""Which published articles need somebody, and why: once, in SQL, for the list and for warnings."""

from __future__ import annotations

from datetime import date, timedelta

from balcao.core import clock

SOON_DAYS = 14
# An owner who is no more of the team, or no more of the company, looks after nothing.
KEEPS = """
EXISTS (SELECT FROM access_membership m WHERE m.person_id = a.owner_id AND m.team_id = a.team_id)
AND EXISTS (SELECT FROM people_relationship r WHERE r.person_id = a.owner_id
    AND r.kind <> 'customer' AND r.since_on <= %(today)s
    AND (r.until_on IS NULL OR r.until_on >= %(today)s))
"""
DUE = f"""
SELECT a.id, a.slug, a.team_id, a.review_on, a.expires_on, t.title, team.name AS team,
    CASE WHEN {KEEPS} THEN a.owner_id END AS owner_id,
    CASE WHEN {KEEPS} THEN coalesce(nullif(o.preferred_name, ''), split_part(o.name, ' ', 1))
        END AS owner,
    CASE WHEN a.expires_on < %(today)s THEN 'expired'
        WHEN a.expires_on <= %(soon)s THEN 'expires'
        WHEN a.review_on <= %(soon)s THEN 'review'
        ELSE 'owner' END AS why
FROM knowledge_article a
JOIN LATERAL (SELECT x.title FROM knowledge_text x WHERE x.article_id = a.id AND x.is_published
    ORDER BY x.language = a.language DESC LIMIT 1) t ON true
JOIN teams_team team ON team.id = a.team_id
LEFT JOIN people_person o ON o.id = a.owner_id
WHERE a.state = 'published'
    AND (a.expires_on <= %(soon)s OR a.review_on <= %(soon)s OR NOT ({KEEPS}))
"""


def soon() -> dict[str, date]:
    """What DUE needs to know: today, and the day up to which something comes soon."""
    today = clock.today()
    return {"today": today, "soon": today + timedelta(days=SOON_DAYS)}
