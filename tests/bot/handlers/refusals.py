"""Telegram's error replies."""


def refusal(code: int, description: str, **parameters: int) -> dict[str, object]:
    reply: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return reply | ({"parameters": parameters} if parameters else {})
