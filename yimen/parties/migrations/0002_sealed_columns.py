from django.db import migrations

import yimen.keys.fields


class Migration(migrations.Migration):
    """Columns that can hold sealed values; what lies in them is sealed by 0003."""

    dependencies = [("parties", "0001_initial"), ("keys", "0001_initial")]

    operations = [
        migrations.AlterField("party", "address", yimen.keys.fields.SealedTextField(blank=True)),
        migrations.AlterField("party", "id_number", yimen.keys.fields.SealedTextField(indexed=True)),
        migrations.AlterField("party", "phone", yimen.keys.fields.SealedTextField(blank=True, indexed=True)),
    ]
