"""Addresses of the pages of displays and kiosks."""

from __future__ import annotations

from django.urls import URLPattern, path

from . import display, entry, kiosk, kiosk_card, kiosk_more, me, who

urlpatterns: list[URLPattern] = [
    path("", entry.connect, name="device"),
    path("beat/", entry.beat, name="device-beat"),
    path("hall/", display.hall, name="device-hall"),
    path("hall/news/", display.hall_news, name="device-hall-news"),
    path("window/", display.window, name="device-window"),
    path("window/news/", display.window_news, name="device-window-news"),
    path("kiosk/", kiosk.start, name="kiosk"),
    path("kiosk/green/", kiosk.green, name="kiosk-green"),
    path("kiosk/lines/", kiosk.lines, name="kiosk-lines"),
    path("kiosk/matters/", kiosk.matters, name="kiosk-matters"),
    path("kiosk/number/", kiosk.number, name="kiosk-number"),
    path("kiosk/tickets/<str:key>/", kiosk.ticket, name="kiosk-ticket"),
    path("kiosk/card/", kiosk_card.card, name="kiosk-card"),
    path("kiosk/progress/", kiosk_card.ask, name="kiosk-progress"),
    path("kiosk/progress/<str:token>/", kiosk_card.progress, name="kiosk-progress-one"),
    path("kiosk/more/", kiosk_more.more, name="kiosk-more"),
    path("kiosk/self/", kiosk_more.listing, name="kiosk-self"),
    path("kiosk/phone/<slug:what>/", kiosk_more.phone, name="kiosk-phone"),
    path("kiosk/who/", who.who, name="kiosk-who"),
    path("kiosk/who/password/", who.password, name="kiosk-password"),
    path("kiosk/who/<str:token>/", who.code, name="kiosk-code"),
    path("kiosk/me/", me.me, name="kiosk-me"),
    path("kiosk/me/book/", me.book, name="kiosk-book"),
    path("kiosk/me/results/", me.results, name="kiosk-results"),
    path("kiosk/end/", me.end, name="kiosk-end"),
    path("kiosk/help/", kiosk_more.help_me, name="kiosk-help"),
]
