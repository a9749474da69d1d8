from django.db import migrations, models

import yimen.keys.fields


class Migration(migrations.Migration):
    dependencies = [("parties", "0003_seal")]

    operations = [
        migrations.AddIndex(
            "party", models.Index(yimen.keys.fields.DigestOf("phone"), name="parties_by_phone")
        ),
        migrations.AddConstraint(
            "party",
            models.UniqueConstraint(yimen.keys.fields.DigestOf("id_number"), name="parties_number_once"),
        ),
    ]
