"""Addresses of the way in."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from . import (
    account,
    choices,
    code,
    corrections,
    files,
    helpers,
    mydata,
    notes,
    second_step,
    sessions,
    sign_in,
    tokens,
    verify,
    views,
)

urlpatterns: list[URLPattern] = [
    path("login/", sign_in.sign_in, name="login"),
    path("login/code/", code.code, name="login-code"),
    path("logout/", sign_in.sign_out, name="logout"),
    path("register/", sign_in.register, name="register"),
    re_path(r"^lang/(?P<code>[a-z-]{2,10})/?$", choices.language, name="language"),
    re_path(r"^mode/(?P<code>[a-z]{2,10})/?$", choices.mode, name="mode"),
    path("account/", account.overview, name="account"),
    path("account/views/", views.mine, name="account-views"),
    path("account/contact/", account.contact, name="account-contact"),
    path("account/corrections/", corrections.corrections, name="account-corrections"),
    path("account/corrections/<int:pk>/withdraw/", corrections.withdraw, name="correction-withdraw"),
    path("account/data/", mydata.my_data, name="account-data"),
    path("account/password/", account.password, name="account-password"),
    path("account/second-step/", second_step.page, name="account-second-step"),
    path("account/left/", sessions.left, name="session-left"),
    path("account/stay/", sessions.stay, name="session-stay"),
    path("account/sessions/end/", sessions.end, name="session-end"),
    path("account/sessions/others/end/", sessions.end_others, name="sessions-end"),
    path("account/helpers/", helpers.listing, name="my-helpers"),
    path("account/helpers/<int:mandate>/yes/", helpers.act, {"what": "confirm"}, name="my-helper-confirm"),
    path("account/helpers/<int:mandate>/end/", helpers.act, {"what": "end"}, name="my-helper-end"),
    path("account/mandates/new/", account.new_mandate, name="mandate-new"),
    path("account/mandates/<int:mandate>/end/", account.end_mandate, name="mandate-end"),
    path("account/tokens/new/", tokens.new_token, name="token-new"),
    path("account/tokens/<int:token>/end/", tokens.end_token, name="token-end"),
    path("files/<str:key>/", files.stored, name="file"),
    path("verify/", verify.verify, name="verify"),
    path("healthz", notes.health),
    path("healthz/", notes.health, name="health"),
    path("help/", notes.help_page, name="help"),
    path("accessibility/", notes.accessibility, name="accessibility"),
]
