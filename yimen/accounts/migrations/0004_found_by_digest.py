from django.db import migrations, models

import yimen.keys.fields


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_seal")]

    operations = [
        migrations.AddConstraint(
            "account",
            models.UniqueConstraint(yimen.keys.fields.DigestOf("login"), name="accounts_login_once"),
        ),
    ]
