"""`corridor review` of a design of 60 elements: whole processes, beside the floor of starting the framework."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.tables import p50, p95, table
from corridor.learning.design.template import write_design
from corridor.reference.shelf import shelf

TIMES = 15


def big_design() -> dict:
    """A design of 60 elements, made from the vocabularies, that many rules have something to say about."""
    terms = shelf().terms
    types, features = list(terms["intervention-type"]), list(terms["feature"])
    said = [features[number::7][:6] for number in range(7)]
    return {
        "design": {"id": "sixty", "title": "A design of sixty elements", "corridors": ["NPL-JOR", "BGD-LBN"]},
        "framing": {"frames": ["anti-trafficking", "criminal-law", "safe-migration"], "main_frame": "anti-trafficking"},
        "approach": {"appraisal_first": False, "learns_and_adapts": True, "association_rights": False},
        "theory_of_change": {"goal": "Less trafficking", "impact_claim": "attribution"},
        "outcomes": [{"id": f"o{n}", "statement": f"Outcome {n}"} for n in range(4)],
        "interventions": [
            {
                "id": f"i{n}",
                "statement": f"Intervention {n}",
                "type": types[n],
                "has": said[n % 7],
                "outcome": f"o{n % 4}",
            }
            for n in range(30)
        ],
        "indicators": [
            {"id": f"k{n}", "statement": f"Indicator {n}", "kind": kind, "role": "headline", "target": 1000}
            for n, kind in enumerate(list(terms["indicator-kind"])[:14])
        ],
        "assumptions": [
            {"id": f"a{n}", "statement": f"Assumption {n}", "kind": kind, "stance": "holds"}
            for n, kind in enumerate(list(terms["assumption"])[:8])
        ],
    }


def timed(command: list[str], environment: dict[str, str]) -> list[float]:
    seconds = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
        seconds.append(time.perf_counter() - begin)
    return seconds


def main() -> None:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "corridor.settings"}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sixty.toml"
        file.write_text(write_design(big_design()), encoding="utf-8")
        environment["CORRIDOR_VAR"] = folder
        floor = timed([sys.executable, "-c", "import django; django.setup()"], environment)
        python = timed([sys.executable, "-c", "pass"], environment)
        ours = timed(
            [str(Path(sys.executable).with_name("corridor")), "review", str(file), "--format", "json"], environment
        )
    rows = [
        ["python -c pass", p50(python), p95(python), p50(python) / p50(floor)],
        ["import django; django.setup()", p50(floor), p95(floor), 1.0],
        ["corridor review, 60 elements", p50(ours), p95(ours), p50(ours) / p50(floor)],
    ]
    adds = (p50(ours) - p50(floor)) / 1000
    note = f"Adds {adds:+.2f} s to the floor (goal: at most +0.30 s)."
    table(f"Review of a design, {TIMES} processes each", ["process", "p50 ms", "p95 ms", "x floor"], rows, [note])


if __name__ == "__main__":
    main()
