"""Rules of the centre's work: pure, facts in, finding out, each with its source."""

from datetime import date

FOLLOW_UP_MONTHS = (3, 6, 12)  # after closing; phone calls at set intervals are a proven pattern (casework data, LSHTM)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    whole = day.year * 12 + day.month - 1 + months
    for last in range(day.day, 0, -1):
        try:
            return date(whole // 12, whole % 12 + 1, last)
        except ValueError:
            continue
    raise AssertionError("every month has a first day")


def follow_up_days(closed: date) -> list[date]:
    """When somebody asks how it is now, after a case was closed (evaluation case 1: counts without impact)."""
    return [months_after(closed, months) for months in FOLLOW_UP_MONTHS]
