"""The browser for the tests: an installed Chromium, else Debian's package, else the browser tool's own download."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def installed() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def debian_install(*packages: str) -> None:
    """Install Debian packages, where this user may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    how = {"check": False, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, **how)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], env=quiet, **how)


def driver_runs() -> bool:
    """Whether the tool that drives the browser starts: on a bare Debian it lacks libatomic1."""
    return (
        subprocess.run([sys.executable, "-m", "playwright", "--version"], check=False, capture_output=True).returncode
        == 0
    )


def downloaded() -> str | None:
    """The browser tool's own download."""
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    if done.returncode:
        return None
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def chromium() -> str | None:
    """The path of a Chromium that can be driven, or None when none can be had."""
    if not driver_runs():
        debian_install("libatomic1")
        if not driver_runs():
            return None
    if path := os.environ.get("CORRIDOR_CHROMIUM") or installed():
        return path
    debian_install("chromium", "fonts-noto-core")
    return installed() or downloaded()
