"""Sites, windows, shifts, hours, the list of weekend service, powers. Columns only; the law is in `rules`."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from yimen.rules.booking import BookingState
from yimen.rules.hall.terms import Power, SiteLevel, Turn, WindowKind
from yimen.rules.queueing.order import SHARE
from yimen.rules.queueing.terms import GreenReason, Lane, PostState, TicketSource, TicketState


class Site(models.Model):
    """大厅. `week`: Monday to Sunday, each a list of (opens, closes) in minutes since midnight; `always`:
    around the clock. `east`, `north`: degrees (CGCS2000). Its region is that of the posts of its clerks."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=10, choices=SiteLevel.choices())
    region = models.ForeignKey("bureau.Region", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=300)
    phone = models.CharField(max_length=80, blank=True)
    traffic = models.CharField(max_length=300, blank=True)
    east = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    north = models.DecimalField(max_digits=9, decimal_places=6, null=True)
    week = models.JSONField(default=list)
    always = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(east__isnull=True, north__isnull=True)
                | Q(east__isnull=False, north__isnull=False),
                name="hall_spot_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SiteDay(models.Model):
    """One date with hours of its own; no sessions: closed. `words`: why, shown to the public."""

    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="days", db_index=False)
    day = models.DateField()
    sessions = models.JSONField(default=list)
    words = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "day"], name="hall_day_once")]


class Window(models.Model):
    """窗口. `season`: MM-DD and MM-DD of a seasonal window; `weekend`: open in 延时服务 too."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="windows", db_index=False)
    number = models.CharField(max_length=10)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=WindowKind.choices())
    department = models.ForeignKey(
        "bureau.Department", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    line = models.ForeignKey("hall.Line", null=True, on_delete=models.PROTECT, related_name="windows")
    phone = models.CharField(max_length=80, blank=True)
    season_from = models.CharField(max_length=5, blank=True)
    season_to = models.CharField(max_length=5, blank=True)
    weekend = models.BooleanField(default=False)
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site", "number"], name="hall_window_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class WindowItem(models.Model):
    """One item listed for one window, besides what its kind serves."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="listed", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "item"], name="hall_listed_once")]


class Shift(models.Model):
    """排班: who sits at a window on which kind of days, minutes since midnight."""

    window = models.ForeignKey(Window, on_delete=models.CASCADE, related_name="shifts")
    staff = models.ForeignKey("bureau.Staff", on_delete=models.PROTECT, related_name="+")
    turn = models.CharField(max_length=10, choices=Turn.choices())
    starts = models.PositiveSmallIntegerField()
    ends = models.PositiveSmallIntegerField()
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts"), ends__lte=1440), name="hall_shift_in_order"
            ),
        ]


class WeekendItem(models.Model):
    """延时服务清单: an item that is served on Saturdays and Sundays, and the document that says so."""

    item = models.OneToOneField("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    document = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)


class MovedPower(models.Model):
    """放权: one power over one item, moved to all sites of a level within a region, by a document.

    A row is never changed but to end it: `to_day`, who ended it and why.
    """

    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+")
    power = models.CharField(max_length=10, choices=Power.choices())
    level = models.CharField(max_length=10, choices=SiteLevel.choices())
    region = models.ForeignKey("bureau.Region", on_delete=models.PROTECT, related_name="+", db_index=False)
    giver = models.ForeignKey("bureau.Department", on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=200)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    ended_by = models.CharField(max_length=60, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")) | ~Q(ended_by=""),
                name="hall_power_days_in_order",
            ),
        ]


class Line(models.Model):
    """业务队列 of a site: the windows that serve one group of items, and what their numbers begin with.

    `minutes`: mean time of one service, from which places for bookings follow.
    """

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="lines", db_index=False)
    letter = models.CharField(max_length=2)
    name = models.CharField(max_length=40)
    minutes = models.PositiveSmallIntegerField()
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "letter"], name="hall_line_once"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="hall_line_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.letter} {self.name}"


class Booking(models.Model):
    """预约 of one person. `place`: which of the slot's places; no place of a slot is held twice, and nobody
    holds two bookings of one day. `first`: came within the tolerance, goes before those who walked in."""

    number = models.CharField(max_length=20, unique=True)
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="bookings", db_index=False)
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    start = models.PositiveSmallIntegerField()
    end = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=BookingState.choices(), default=BookingState.BOOKED)
    first = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["line", "day", "start", "place"],
                condition=Q(state__in=["booked", "came"]),
                name="hall_a_place_is_held_once",
            ),
            models.UniqueConstraint(
                fields=["party", "day"], condition=Q(state__in=["booked", "came"]), name="hall_one_a_day"
            ),
        ]
        indexes = [
            models.Index(fields=["party", "-id"], name="hall_of_party"),
            models.Index(fields=["day", "line", "start"], name="hall_of_day"),
        ]

    def __str__(self) -> str:
        return self.number


class DayQueue(models.Model):
    """Where a class of numbers stands on a day: numbers given, calls made, ordinary calls since the green
    lane overtook. Locked while a number is given or called, so that numbers are unique and without gaps."""

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    numbers = models.PositiveIntegerField(default=0)
    calls = models.PositiveIntegerField(default=0)
    since_green = models.PositiveSmallIntegerField(default=SHARE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "day"], name="hall_queue_once")]


class WindowPost(models.Model):
    """A window on a day: open, paused or closed, since when, and who sits there (staff number).
    `also`: another class of numbers that it helps out with."""

    window = models.ForeignKey(Window, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    state = models.CharField(max_length=8, choices=PostState.choices())
    since = models.DateTimeField()
    staff = models.CharField(max_length=20)
    also = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "day"], name="hall_post_once"),
            models.UniqueConstraint(
                fields=["staff", "day"], condition=~Q(state="closed"), name="hall_one_post_at_a_time"
            ),
        ]


class Ticket(models.Model):
    """号票. `line` gave the number, `waits_in` is the class whose windows call it; `window`: where the
    visitor is, or the only one that may call; `after`: see `rules.queueing.order`; `key`: of their page.
    `waited`, `served`: sums of intervals in seconds, once it is over.

    `rev`, `head_hash`, `at`: the head of its chain, and since when it stands as it does.
    """

    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    waits_in = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    seq = models.PositiveIntegerField()
    number = models.CharField(max_length=8)
    key = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=8, choices=TicketState.choices())
    lane = models.CharField(max_length=8, choices=Lane.choices())
    green = models.CharField(max_length=8, choices=GreenReason.choices(), blank=True)
    source = models.CharField(max_length=9, choices=TicketSource.choices())
    arrived = models.DateTimeField()
    slot = models.DateTimeField(null=True)
    after = models.PositiveIntegerField(default=0)
    window = models.ForeignKey(Window, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    calls = models.PositiveSmallIntegerField(default=0)
    party = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    waited = models.PositiveIntegerField(null=True)
    served = models.PositiveIntegerField(null=True)
    rev = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "day", "seq"], name="hall_number_once"),
            models.UniqueConstraint(
                fields=["window", "day"],
                condition=Q(state__in=["called", "serving"]),
                name="hall_one_at_a_window",
            ),
        ]
        indexes = [
            models.Index(
                fields=["waits_in", "day", "arrived"], condition=Q(state="waiting"), name="hall_waiting"
            ),
            models.Index(
                fields=["day"],
                condition=Q(state__in=["waiting", "called", "serving", "held", "missed"]),
                name="hall_open_tickets",
            ),
            models.Index(fields=["party", "day"], condition=Q(party__isnull=False), name="hall_my_tickets"),
        ]


class TicketItem(models.Model):
    """One matter that a visitor came for; `case`: the number of the case that was begun for it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="matters", db_index=False)
    place = models.PositiveSmallIntegerField()
    item = models.ForeignKey("catalogue.Item", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.CharField(max_length=30, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "place"], name="hall_matter_once")]
