"""Leave of a morning or an afternoon."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hall', '0013_kiosk_codes'),
    ]

    operations = [
        migrations.AddField(
            model_name='leave',
            name='part',
            field=models.CharField(choices=[('whole', '全天'), ('morning', '上午'), ('afternoon', '下午')], default='whole', max_length=9),
        ),
    ]
