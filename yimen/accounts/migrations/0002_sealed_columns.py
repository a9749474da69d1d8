from django.db import migrations

import yimen.keys.fields


class Migration(migrations.Migration):
    """Columns that can hold sealed values; what lies in them is sealed by 0003."""

    dependencies = [("accounts", "0001_initial"), ("keys", "0001_initial")]

    operations = [
        migrations.AlterField("account", "login", yimen.keys.fields.SealedTextField(indexed=True)),
    ]
