"""Apache Spark behind the same protocol, for stores that one machine is too small for.

Its address stands in CORRIDOR_SPARK: a master such as spark://host:7077, or local[2] for this machine. It needs Java 17
or later and what stands in requirements/spark.txt; without an address nothing of it is loaded.
Source: house "Figures" (the same definitions on both engines).
"""

import os
from importlib import import_module
from pathlib import Path
from typing import Any

from corridor.figures.engine import DuckDB, Engine

# A quarter is a text, and "a name" a column, in both engines; nothing listens beside the work itself.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.sql.session.timeZone": "UTC",
}


class Spark:
    """A session of Spark. address: of its master. Raises ImportError without pyspark, and what Java says without it."""

    def __init__(self, address: str) -> None:
        builder = import_module("pyspark.sql").SparkSession.builder.master(address).appName("corridor-figures")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def source(self, folder: Path) -> str:
        return "parquet.`" + str(folder.resolve()).replace("`", "``") + "`"

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def stop(self) -> None:
        self.session.stop()


def engine(store: Path) -> Engine:
    """Spark where its address is set, else DuckDB in this process."""
    address = os.environ.get("CORRIDOR_SPARK", "")
    return Spark(address) if address else DuckDB(store)
