from django.db import migrations

import yimen.keys.fields


class Migration(migrations.Migration):
    """Columns that can hold sealed values; what lies in them is sealed by 0004."""

    dependencies = [("cases", "0002_head_at"), ("keys", "0001_initial")]

    operations = [
        migrations.AlterField("case", "contact_phone", yimen.keys.fields.SealedTextField(blank=True, indexed=True)),
        migrations.AlterField("case", "answers", yimen.keys.fields.SealedJSONField(default=dict)),
        migrations.AlterField("seat", "text", yimen.keys.fields.SealedTextField(blank=True)),
        migrations.AlterField("pause", "reason", yimen.keys.fields.SealedTextField(blank=True)),
        migrations.AlterField("pause", "result", yimen.keys.fields.SealedTextField(blank=True)),
        migrations.AlterField("casematerial", "note", yimen.keys.fields.SealedTextField(blank=True)),
        migrations.AlterField("casedocument", "data", yimen.keys.fields.SealedJSONField(default=dict)),
        migrations.AlterField("message", "facts", yimen.keys.fields.SealedJSONField(default=dict)),
    ]
