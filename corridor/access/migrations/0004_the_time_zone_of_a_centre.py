"""A centre says by which time zone its days and hours are counted; empty, it is that of its country."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0003_no_hour_of_signing_in"),
    ]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="time_zone",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
    ]
