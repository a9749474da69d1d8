"""When who booked was told that it is tomorrow."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hall", "0007_visits_of_a_case"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
