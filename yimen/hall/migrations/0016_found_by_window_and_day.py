"""Who is at a window today, and the posts of a day, are found by an index among all that there ever were."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('hall', '0015_appointments'),
        ('parties', '0010_help_mandates'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('window__isnull', False)), fields=['window', 'day'], name='hall_at_window'),
        ),
        migrations.AddIndex(
            model_name='windowpost',
            index=models.Index(fields=['day'], name='hall_posts_of_day'),
        ),
    ]
