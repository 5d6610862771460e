"""The half minute of the last one-time code leaves the database: it was the hour of a signing in."""

from django.db import migrations


def forget(apps, schema_editor):
    """Overwrite it before the column goes: PostgreSQL keeps what stood in one until the row is rewritten."""
    apps.get_model("access", "Account").objects.exclude(last_code_step=0).update(last_code_step=0)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_centres_and_keys_outside")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField("account", "last_code_step"),
    ]
