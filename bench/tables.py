"""How a measurement is told: quantiles of a list of seconds, and a table in plain text."""

import statistics


def p50(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def p95(seconds: list[float]) -> float:
    """Nearest rank, in milliseconds."""
    return sorted(seconds)[max(0, round(0.95 * len(seconds)) - 1)] * 1000


def table(title: str, header: list[str], rows: list[list[object]], notes: list[str] | None = None) -> None:
    told = [header, *[[f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]]
    widths = [max(len(row[i]) for row in told) for i in range(len(header))]
    print(f"\n{title}")
    for row in told:
        cells = [
            cell.ljust(width) if i == 0 else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  " + "  ".join(cells))
    for note in notes or []:
        print(f"  {note}")
