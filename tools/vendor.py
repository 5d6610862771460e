"""Fetch the front-end files that Corridor ships, by package name and version, and put them where they are served.

Run once when a version changes: `python3 tools/vendor.py`. Needs npm. The files it writes are committed, with
`corridor/ui/static/vendor/LICENCES.txt` naming each package, version and licence.

Bootstrap carries small pictures as `data:` addresses, which our content policy refuses: they are written out as files.
"""

import base64
import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "corridor/ui/static/vendor"
TESTS = ROOT / "tests/vendor"

# package, version, [(path in the package, folder, file name)]
FILES = [
    (
        "bootstrap",
        "5.3.9",
        [
            ("dist/css/bootstrap.min.css", SHIPPED, "bootstrap.min.css"),
            ("dist/css/bootstrap.rtl.min.css", SHIPPED, "bootstrap.rtl.min.css"),
        ],
    ),
    ("vega", "6.4.0", [("build/vega.min.js", SHIPPED, "vega.min.js")]),
    ("vega-lite", "6.5.0", [("build/vega-lite.min.js", SHIPPED, "vega-lite.min.js")]),
    ("vega-embed", "7.3.0", [("build/vega-embed.min.js", SHIPPED, "vega-embed.min.js")]),
    ("world-atlas", "2.0.2", [("countries-110m.json", SHIPPED, "countries-110m.json")]),
    ("axe-core", "4.14.1", [("axe.min.js", TESTS, "axe.min.js")]),
]


def unpack(package: str, version: str, into: Path) -> Path:
    subprocess.run(["npm", "pack", "--silent", f"{package}@{version}"], cwd=into, check=True, capture_output=True)
    (archive,) = into.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def pictures_as_files(css: str, folder: Path) -> str:
    """Write every `data:` picture of a style sheet as a file named by its content, and point to it."""

    def replace(match: re.Match[str]) -> str:
        address = match.group(2)
        head, _, body = address.partition(",")
        raw = base64.b64decode(body) if head.endswith(";base64") else unquote(body).encode()
        name = hashlib.sha256(raw).hexdigest()[:12] + ".svg"
        (folder / "pictures").mkdir(exist_ok=True)
        (folder / "pictures" / name).write_bytes(raw)
        return f"url(pictures/{name})"

    css = re.sub(r"url\(([\"']?)(data:image/svg\+xml.*?)\1\)(?=[;,}\s!])", replace, css)
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)


def main() -> None:
    licences = ["Front-end files shipped with Corridor; tools/vendor.py says how each was obtained.", ""]
    for package, version, files in FILES:
        with tempfile.TemporaryDirectory() as scratch:
            found = unpack(package, version, Path(scratch))
            about = json.loads((found / "package.json").read_text())
            for path, folder, name in files:
                folder.mkdir(parents=True, exist_ok=True)
                text = (found / path).read_text()
                if name.endswith(".css"):
                    text = pictures_as_files(text, folder)
                text = re.sub(r"\n?//# sourceMappingURL=.*\n?", "\n", text)
                (folder / name).write_text(text)
            licences += [f"{package} {version}  {about.get('license')}  {', '.join(f[2] for f in files)}"]
            for licence in sorted(found.glob("LICEN[SC]E*")):
                target = files[0][1] / "licences"
                target.mkdir(parents=True, exist_ok=True)
                (target / f"{package}.txt").write_text(licence.read_text())
    (SHIPPED / "LICENCES.txt").write_text("\n".join(licences) + "\n")


if __name__ == "__main__":
    main()
