"""How many small cells a family has does not stand in the log of a release."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("figures", "0002_programme_side")]
    operations = [migrations.RemoveField(model_name="releaselog", name="small")]
