"""What the auditor found, for people and for programs."""

import json

from rich.table import Table

from bot.rehearsal.auditor import Findings
from bot.terminal import tell


def as_json(findings: Findings, seed: int, seconds: float) -> str:
    """One JSON object; ``seconds`` are those the rehearsal took."""
    return json.dumps({"seed": seed} | vars(findings) | {"seconds": round(seconds, 1)})


def as_table(findings: Findings, seed: int, seconds: float) -> Table:
    table = Table(tell("Rehearsal {seed}", seed=seed), "", caption=_verdict(findings))
    table.columns[1].justify = "right"
    for name, figure in (
        (tell("buyers"), findings.buyers),
        (tell("booked"), findings.booked),
        (tell("of their parties arrived"), findings.arrived),
        (tell("cancelled"), findings.cancelled),
        (tell("waited in vain"), findings.waited),
        (tell("refused for lack of room"), findings.refused),
        (tell("left half-way"), findings.abandoned),
        (tell("visits moved"), findings.moved),
        (tell("slots oversold"), findings.oversold_slots),
        (tell("pings expected"), findings.pings_expected),
        (tell("pings delivered"), findings.pings_delivered),
        (tell("pings told twice"), findings.pings_repeated),
        (tell("guests not told how their booking stands"), findings.untold),
        (tell("updates that failed"), findings.failed_updates),
        (tell("updates"), findings.updates),
        (tell("seconds"), f"{seconds:.1f}"),
    ):
        table.add_row(name, str(figure))
    return table


def _verdict(findings: Findings) -> str:
    if findings.sound:
        return tell("The house kept its promises.")
    return tell("The house did not keep its promises.")
