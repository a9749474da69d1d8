"""The front of each lane stands at the front of an index, also where many came at one moment, checked in
for the same time or were passed over."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hall", "0011_rollup"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="hall_waiting_lanes"),
        migrations.RemoveIndex(model_name="ticket", name="hall_waiting_again"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["waits_in", "day", "lane", "arrived", "number"],
                condition=models.Q(("state", "waiting")),
                name="hall_waiting_lanes",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["waits_in", "day", "after", "number"],
                condition=models.Q(("after__gt", 0), ("state", "waiting")),
                name="hall_waiting_again",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["waits_in", "day", "slot", "arrived", "number"],
                condition=models.Q(("lane", "booked"), ("state", "waiting")),
                name="hall_waiting_booked",
            ),
        ),
    ]
