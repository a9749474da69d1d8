from django.db import migrations

from yimen.keys.actions import seal_column


def seal(apps, schema_editor):
    """Seal what lies in clear, batch by batch; cut off, it goes on where it stopped."""
    seal_column(apps.get_model("cases", "Case"), "contact_phone", "answers")
    seal_column(apps.get_model("cases", "Seat"), "text")
    seal_column(apps.get_model("cases", "Pause"), "reason", "result")
    seal_column(apps.get_model("cases", "CaseMaterial"), "note")
    seal_column(apps.get_model("cases", "CaseDocument"), "data")
    seal_column(apps.get_model("cases", "Message"), "facts")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("cases", "0003_sealed_columns")]

    operations = [migrations.RunPython(seal)]
