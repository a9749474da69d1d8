from django.db import migrations

from yimen.keys.actions import seal_column


def seal(apps, schema_editor):
    """Seal what lies in clear, batch by batch; cut off, it goes on where it stopped."""
    seal_column(apps.get_model("vault", "StoredFile"), "name")


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("vault", "0005_sealed_names")]

    operations = [migrations.RunPython(seal)]
