from __future__ import annotations

from django.urls import path

from . import audit, glass, inboxes, organizations, people, persons, routing, teams, tokens

app_name = "administration"
urlpatterns = [
    path("", teams.listing, name="home"),
    path("equipes/", teams.listing, name="teams"),
    path("equipes/<int:team_id>/", teams.one, name="team"),
    path("equipes/<int:team_id>/pessoas/", teams.member, name="member"),
    path("caixas/", inboxes.listing, name="inboxes"),
    path("caixas/<int:inbox_id>/", inboxes.change, name="inbox"),
    path("pessoas/", people.listing, name="people"),
    path("pessoas/<int:person_id>/", people.one, name="person"),
    path("pessoas/<int:person_id>/enderecos/", persons.handle, name="handle"),
    path("pessoas/<int:person_id>/relacoes/", persons.relationship, name="relationship"),
    path("pessoas/<int:person_id>/permissoes/", persons.grant, name="grant"),
    path("pessoas/<int:person_id>/entrada/", persons.entrance, name="entrance"),
    path("pessoas/<int:person_id>/sessoes/", persons.sessions, name="sessions"),
    path("pessoas/<int:person_id>/uniao/", persons.merge, name="merge"),
    path("unioes/<int:merge_id>/desfazer/", persons.unmerge, name="unmerge"),
    path("organizacoes/", organizations.listing, name="organizations"),
    path("organizacoes/<int:organization_id>/", organizations.share, name="organization"),
    path("tokens/", tokens.listing, name="tokens"),
    path("tokens/<int:token_id>/revogar/", tokens.revoke, name="revoke"),
    path("auditoria/", audit.listing, name="audit"),
    path("quebra-de-vidro/", glass.glass, name="glass"),
    path("distribuicao/", routing.listing, name="routing"),
    path("distribuicao/<int:team_id>/", routing.one, name="routing_team"),
    path("distribuicao/<int:team_id>/habilidades/", routing.skill, name="routing_skill"),
    path("distribuicao/<int:team_id>/exigencias/", routing.need, name="routing_need"),
    path("distribuicao/<int:team_id>/pessoas/", routing.person, name="routing_person"),
]
