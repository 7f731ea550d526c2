"""The addresses of the entrance: of allauth's own, only those that this house needs."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factors_base
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as company
from django.urls import include, path, re_path

from . import asked, factors, feeds, founding, links, passwords, preferences, sessions, signing_in

_OWN = [
    path("comecar/", founding.found, name="founding"),
    path("sair/", signing_in.sign_out, name="sign_out"),
    path("entrar/link/", links.ask_link, name="ask_link"),
    path("entrar/link/enviado/", links.link_sent, name="link_sent"),
    path("entrar/link/<str:secret>/", links.link, name="link"),
    path("entrar/console/<str:secret>/", links.console, name="console"),
    path("conta/", preferences.preferences, name="preferences"),
    path("conta/pesquisas/", asked.choose, name="asked"),
    path("conta/feeds/", feeds.feeds, name="feeds"),
    path("conta/feeds/<int:address_id>/revogar/", feeds.revoke, name="revoke_feed"),
    path("conta/sessoes/", sessions.sessions, name="sessions"),
    path("conta/sessoes/outras/encerrar/", sessions.end_others, name="end_others"),
    path("conta/sessoes/<int:session_id>/encerrar/", sessions.end_session, name="end_session"),
]
_ACCOUNT = [
    path("entrar/", signing_in.SignInView.as_view(), name="account_login"),
    path("entrar/confirmar/", account.reauthenticate, name="account_reauthenticate"),
    path("entrar/encerrar/", signing_in.sign_out, name="account_logout"),
    path("senha/esquecida/", passwords.ForgottenView.as_view(), name="account_reset_password"),
    path("senha/enviada/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^senha/nova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        passwords.NewPasswordView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("conta/senha/", passwords.ChangeView.as_view(), name="account_change_password"),
    path("conta/senha/primeira/", passwords.SetView.as_view(), name="account_set_password"),
]
_FACTORS = [
    path("entrar/codigo/", factors_base.authenticate, name="mfa_authenticate"),
    path("entrar/chave/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("entrar/confirmar/codigo/", factors_base.reauthenticate, name="mfa_reauthenticate"),
    path(
        "entrar/confirmar/chave/",
        passkeys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("conta/seguranca/", factors_base.index, name="mfa_index"),
    path("conta/seguranca/app/", factors.AppView.as_view(), name="mfa_activate_totp"),
    path("conta/seguranca/app/remover/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("conta/seguranca/codigos/", factors.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path(
        "conta/seguranca/codigos/novos/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("conta/seguranca/chaves/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("conta/seguranca/chaves/nova/", factors.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path(
        "conta/seguranca/chaves/<int:pk>/remover/",
        passkeys.remove_webauthn,
        name="mfa_remove_webauthn",
    ),
]
_COMPANY = [
    path("entrar/empresa/cancelado/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("entrar/empresa/<str:provider_id>/", company.login, name="openid_connect_login"),
    path(
        "entrar/empresa/<str:provider_id>/retorno/",
        company.callback,
        name="openid_connect_callback",
    ),
]

urlpatterns = [path("", include((_OWN, "entrance"))), *_ACCOUNT, *_FACTORS, *_COMPANY]
