"""As the settings, with releases apart: in a database file of their own, or in a schema of their own."""

from corridor.settings import *  # noqa: F403
from corridor.settings import VAR, database, env

DATABASES = {"default": database(env("DATABASE")), "releases": database(env("DATABASE"))}
if env("DATABASE"):
    DATABASES["releases"]["OPTIONS"] = {"pool": True, "options": "-c search_path=releases"}
else:
    DATABASES["releases"]["NAME"] = VAR / "releases.sqlite3"
DATABASE_ROUTERS = ["corridor.figures.apart.Router"]
