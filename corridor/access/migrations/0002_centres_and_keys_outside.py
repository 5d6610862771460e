"""Organisations and centres; accounts lose the passphrase hash, since what unlocks stands outside the database."""

import django.db.models.deletion
from django.db import migrations, models

import corridor.access.models


def give_keys(apps, schema_editor):
    for account in apps.get_model("access", "Account").objects.all():
        account.key = corridor.access.models.random_key()
        account.save(update_fields=["key"])


class Migration(migrations.Migration):
    dependencies = [("access", "0001_accounts")]

    operations = [
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, unique=True)),
                ("country", models.CharField(blank=True, max_length=3)),
            ],
        ),
        migrations.CreateModel(
            name="Centre",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(default=corridor.access.models.random_key, max_length=16, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("country", models.CharField(blank=True, max_length=3)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="centres", to="access.organisation"
                    ),
                ),
            ],
        ),
        migrations.RemoveField(model_name="account", name="password"),
        migrations.RemoveField(model_name="account", name="last_login"),
        migrations.RemoveField(model_name="account", name="created"),
        migrations.AddField("account", "key", models.CharField(max_length=16, default="")),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            "account", "key", models.CharField(default=corridor.access.models.random_key, max_length=16, unique=True)
        ),
        migrations.AddField("account", "last_code_step", models.BigIntegerField(default=0)),
        migrations.AddField(
            "account", "stamp", models.CharField(default=corridor.access.models.random_key, max_length=16)
        ),
        migrations.AddField("account", "until", models.DateField(null=True)),
        migrations.AddField(
            "account",
            "centre",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="access.centre",
            ),
        ),
        migrations.AddField(
            "account",
            "organisation",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accounts",
                to="access.organisation",
            ),
        ),
    ]
