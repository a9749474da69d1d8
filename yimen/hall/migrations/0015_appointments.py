"""What became of appointments is added up with the day. Days with appointments that were added up before are
added up again: their mark goes, their sums stay until the worker replaces them."""

import django.db.models.deletion
from django.db import migrations, models


def add_up_again(apps, schema_editor):
    days = apps.get_model("hall", "Booking").objects.values("day")
    apps.get_model("hall", "MeasuredDay").objects.filter(day__in=days).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('catalogue', '0005_bundles'),
        ('hall', '0014_half_days'),
    ]

    operations = [
        migrations.CreateModel(
            name='MeasuredBooking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('hour', models.PositiveSmallIntegerField()),
                ('booked', models.PositiveIntegerField(default=0)),
                ('came', models.PositiveIntegerField(default=0)),
                ('late', models.PositiveIntegerField(default=0)),
                ('late_by', models.PositiveBigIntegerField(default=0)),
                ('late_most', models.PositiveIntegerField(default=0)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.item')),
                ('line', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='hall.line')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'line', 'item', 'hour'), name='hall_measured_booking_once')],
            },
        ),
        migrations.RunPython(add_up_again, migrations.RunPython.noop),
    ]
