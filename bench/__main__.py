"""`make bench`: every measurement in turn, each in a process of its own."""

import subprocess
import sys

NAMES = [
    "search",
    "pages",
    "review",
    "casebook",
    "centre",
    "demo",
    "debt",
    "road",
    "trajectories",
    "figures",
    "gate",
    "returning",
    "released",
    "planted",
]

if __name__ == "__main__":
    chosen = sys.argv[1:] or NAMES
    sys.exit(max(subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False).returncode for name in chosen))
