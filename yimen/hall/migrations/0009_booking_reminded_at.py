"""When who booked was told that it is tomorrow."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("hall", "0008_devices"),
    ]

    operations = [
        migrations.AddField(
            model_name="booking",
            name="reminded_at",
            field=models.DateTimeField(null=True),
        ),
    ]
