"""Somebody signed in, for a browser or for a client without JavaScript."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from django.utils import timezone

from tests import county as counties
from tests.ui import machines
from yimen.accounts.backend import AT_KIOSK, BY_CODE
from yimen.accounts.sessions import SessionStore
from yimen.web.machine import visit
from yimen.web.window import counter


def at_counter(county: counties.County) -> dict[str, float]:
    """What a session of the window holds after a search that found 李敏."""
    return {str(county.parties["li"].pk): (timezone.now() + counter.OPEN_FOR).timestamp()}


def client_of(county: counties.County, role: str) -> Client:
    """A client without JavaScript, signed in as this role, with whom it searched; the visitor is nobody."""
    client = Client()
    if role in machines.KINDS:
        client.cookies[settings.DEVICE_COOKIE] = machines.token(county, role)
    if role == machines.VISIT:
        client.cookies[settings.SESSION_COOKIE_NAME] = visiting(county)
    if role in county.accounts:
        client.force_login(county.accounts[role])
        searched(client, county)
    return client


def visiting(county: counties.County) -> str:
    """The session of 李敏, who showed at the kiosk of the centre who she is."""
    session, account = SessionStore(), county.accounts["li"]
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = AT_KIOSK
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[visit.KEPT] = machines.row(machines.VISIT)
    session.save()
    return str(session.session_key)


def searched(client: Client, county: counties.County) -> Client:
    """The same client of somebody signed in, after a search that found 李敏."""
    session = client.session
    session[counter.KEY] = at_counter(county)
    session.save()
    return client


def sign_in(county: counties.County, role: str, base: str) -> list[dict[str, str]]:
    """Cookies of a signed-in session, or of a machine; none for the visitor."""
    if role in machines.KINDS:
        held = [{"name": settings.DEVICE_COOKIE, "value": machines.token(county, role), "url": base}]
        session = {"name": settings.SESSION_COOKIE_NAME, "url": base}
        return [*held, {**session, "value": visiting(county)}] if role == machines.VISIT else held
    if role not in county.accounts:
        return []
    account = county.accounts[role]
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = BY_CODE
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[counter.KEY] = at_counter(county)
    session.save()
    return [{"name": settings.SESSION_COOKIE_NAME, "value": str(session.session_key), "url": base}]
