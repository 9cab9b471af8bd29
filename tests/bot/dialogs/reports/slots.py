"""Slots of the reports' tests."""

from datetime import UTC, datetime, timedelta

SATURDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)  # midnight in Shanghai


def hours(*numbers: int) -> list[datetime]:
    return [SATURDAY + timedelta(hours=number) for number in numbers]
