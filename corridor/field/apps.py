"""The room as the framework knows it: the contents that it brings are known from the start."""

from importlib import import_module

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """Loads the module that declares contents, so that every record's type is known before any is read.

    Has receipts destroyed with their reports, also with those that were erased before a backup was restored.
    """

    name = "corridor.field"

    def ready(self) -> None:
        import_module("corridor.field.contents")
        from corridor.field.actions.reports import forget_lost_receipts, forget_receipts
        from corridor.field.models import Receipt, Reply
        from corridor.safe.actions import records, retention

        records.DESTROYED_WITH.append(forget_receipts)
        retention.LATER.append(forget_lost_receipts)
        retention.DESTROYED_IN.extend((Receipt, Reply))
