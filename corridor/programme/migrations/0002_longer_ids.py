"""Ids of reference wages and fee rules say what they are of, and are longer than those of projects."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [
        migrations.AlterField(model_name="record", name="record_id", field=models.CharField(max_length=60)),
    ]
