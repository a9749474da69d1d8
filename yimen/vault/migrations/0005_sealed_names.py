from django.db import migrations

import yimen.keys.fields


class Migration(migrations.Migration):
    """A file's name may carry a number or a person's name: the column holds it sealed; 0006 seals what is there."""

    dependencies = [("vault", "0004_licences"), ("keys", "0001_initial")]

    operations = [migrations.AlterField("storedfile", "name", yimen.keys.fields.SealedTextField())]
