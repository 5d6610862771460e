"""The room as the framework knows it: the contents that it brings, and the separate place of releases."""

from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate

from corridor.figures import apart
from corridor.safe import backup


class FiguresConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read; makes the
    place of releases before its tables and lets it be read after; says what is done when a backup came back.
    """

    name = "corridor.figures"

    def ready(self) -> None:
        import_module("corridor.figures.contents")
        connection_created.connect(apart.nothing_beside)
        pre_migrate.connect(apart.make_schema, sender=self)
        post_migrate.connect(apart.let_read, sender=self)
        backup.AFTERWARDS.append(_restored)


def _restored() -> list[str]:
    from corridor.figures.restored import made_whole

    return made_whole()
