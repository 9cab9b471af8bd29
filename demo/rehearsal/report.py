"""The auditor's findings, as a table and as JSON."""

import json

from rich.table import Table

from bot.terminal import translate
from demo.rehearsal.auditor import Findings


def as_json(findings: Findings, seed: int, seconds: float) -> str:
    """One JSON object. ``seconds`` is the wall time of the rehearsal."""
    return json.dumps({"seed": seed} | vars(findings) | {"seconds": round(seconds, 1)})


def as_table(findings: Findings, seed: int, seconds: float) -> Table:
    table = Table(translate("Rehearsal {seed}", seed=seed), "", caption=_verdict(findings))
    table.columns[1].justify = "right"
    for name, figure in (
        (translate("buyers"), findings.buyers),
        (translate("booked"), findings.booked),
        (translate("of these, arrived"), findings.arrived),
        (translate("cancelled"), findings.cancelled),
        (translate("waited without getting a seat"), findings.waited),
        (translate("refused for lack of room"), findings.refused),
        (translate("left before finishing"), findings.abandoned),
        (translate("visits moved"), findings.moved),
        (translate("slots oversold"), findings.oversold_slots),
        (translate("pings expected"), findings.pings_expected),
        (translate("pings delivered"), findings.pings_delivered),
        (translate("pings delivered twice"), findings.pings_repeated),
        (translate("guests not told of their booking"), findings.untold),
        (translate("updates that failed"), findings.failed_updates),
        (translate("updates"), findings.updates),
        (translate("seconds"), f"{seconds:.1f}"),
    ):
        table.add_row(name, str(figure))
    return table


def _verdict(findings: Findings) -> str:
    if findings.sound:
        return translate("The sales centre kept its promises.")
    return translate("The sales centre did not keep its promises.")
