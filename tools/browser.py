"""The browser for the tests: an installed Chromium, else Debian's package, else the browser tool's own download."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def from_debian() -> str | None:
    """Debian's package, where this user may install packages."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return None
    quiet = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-core"], **quiet
    )
    return installed()


def downloaded() -> str | None:
    """The browser tool's own download."""
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if done.returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def chromium() -> str | None:
    """The path of a Chromium, or None when none can be had."""
    return os.environ.get("CORRIDOR_CHROMIUM") or installed() or from_debian() or downloaded()
