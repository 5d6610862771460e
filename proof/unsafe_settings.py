"""The arm of T9 that must fail: SQLite told not to wait for the disk at each write. Never a part of the product."""

from proof.settings import *  # noqa: F403
from proof.settings import DATABASES

if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
