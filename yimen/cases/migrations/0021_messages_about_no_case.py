"""A message may be about no case: an appointment at a hall."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_urged_seats"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="cases.case",
            ),
        ),
    ]
