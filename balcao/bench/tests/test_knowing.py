"""The knowledge base of the bench is one that readers find things in, each as far as it is theirs."""

from __future__ import annotations

import pytest

from balcao.bench import knowing
from balcao.core.actor import NOBODY, SYSTEM
from balcao.register.teams.actions import add_team
from balcao.service.knowledge import queries
from balcao.service.knowledge.models import Article, Part


@pytest.mark.django_db
def test_what_was_loaded_is_read_and_found() -> None:
    add_team(SYSTEM, "SAC")
    before = queries.edition(NOBODY)
    slugs = knowing.load(60)
    assert queries.edition(NOBODY) != before
    assert Article.objects.count() == 60
    assert Part.objects.filter(position=1).count() == 20
    assert 0 < len(slugs) < 60
    found = queries.article(NOBODY, slugs[0], "pt-br")
    assert "Passo 1" in found["html"]
    assert not found["has_restricted"]
    read = {one["slug"] for one in queries.articles(NOBODY, limit=100)[0]}
    assert read == set(slugs)
    titled = queries.search(NOBODY, found["title"], is_noted=False)
    assert slugs[0] in {one["slug"] for one in titled}
