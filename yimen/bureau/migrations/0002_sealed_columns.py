from django.db import migrations

import yimen.keys.fields


class Migration(migrations.Migration):
    """Columns that can hold sealed values; what lies in them is sealed by 0003."""

    dependencies = [("bureau", "0001_initial"), ("keys", "0001_initial")]

    operations = [
        migrations.AlterField("staff", "phone", yimen.keys.fields.SealedTextField(blank=True)),
    ]
