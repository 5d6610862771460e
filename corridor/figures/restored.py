"""What a programme does when its backup came back: its releases are tried, its store is written anew.

The store of row-sets is in no backup, since the signed files of the returns are, and everything in it comes from them.
"""

import duckdb

from corridor.figures import published
from corridor.figures.actions.taking import store_anew
from corridor.figures.returns import NotAReturn
from corridor.safe.faults import Fault


def made_whole() -> list[str]:
    """Read every release against its signature, lay every return into the store; what was wrong, in plain English."""
    faults = []
    for period in published.periods():
        try:
            published.release_of(period)
        except Fault as fault:
            faults.append(f"the release of {period} is not as it was signed ({type(fault).__name__})")
    try:
        store_anew()
    except (NotAReturn, Fault, OSError, ValueError, duckdb.Error) as error:
        faults.append(f"the store of row-sets could not be written anew: {error}")
    return faults
