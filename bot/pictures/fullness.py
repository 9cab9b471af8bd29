"""How full some days are: the facts of a heat map, stored in an outbox row."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Self

from core.capacity import SlotLoad, UnavailableReason


@dataclass(frozen=True)
class Fullness:
    """The figures of every slot of some days, in order, as of ``today``."""

    KIND = "heat_map"

    today: date
    loads: tuple[SlotLoad, ...]

    def to_json(self) -> dict[str, Any]:
        rows = [asdict(load) | {"starts_at": load.starts_at.isoformat()} for load in self.loads]
        return {"today": self.today.isoformat(), "loads": rows}

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Self:
        return cls(date.fromisoformat(facts["today"]), tuple(_load(row) for row in facts["loads"]))


def _load(row: dict[str, Any]) -> SlotLoad:
    unavailable = UnavailableReason(row["unavailable"]) if row["unavailable"] is not None else None
    return SlotLoad(
        **{**row, "starts_at": datetime.fromisoformat(row["starts_at"]), "unavailable": unavailable}
    )
