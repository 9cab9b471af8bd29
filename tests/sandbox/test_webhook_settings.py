"""setWebhook: which settings are accepted, and the error messages for the others."""

from typing import Any

import pytest

from tests.sandbox.conftest import Api


@pytest.mark.parametrize(
    "url",
    [
        "https://house.example/hook",
        "https://house.example:8443/hook",
        "http://localhost:9/hook",
        "http://[::1]:9/hook",
        "https://127.0.0.1:9/hook",
    ],
)
async def test_valid_addresses_are_accepted(buyers: Api, url: str) -> None:
    assert await buyers("setWebhook", url=url) is True


HTTPS = "bad webhook: An HTTPS URL must be provided for webhook"
PORTS = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
INVALID = "bad webhook: invalid webhook URL specified"


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "http://house.example/hook"}, HTTPS),
        ({"url": "http://192.168.0.4/hook"}, HTTPS),
        ({"url": "https://house.example:9000/hook"}, PORTS),
        ({"url": "ftp://house.example"}, INVALID),
        ({"url": "https://"}, INVALID),
        ({"url": "https://house.example:port"}, INVALID),
        ({"secret_token": ""}, "secret token must be non-empty"),
        ({"secret_token": "x" * 257}, "secret token is too long"),
        ({"secret_token": "a b"}, "secret token contains unallowed characters"),
        ({"secret_token": "é"}, "secret token contains unallowed characters"),
        ({"max_connections": 0}, "max_connections must be between 1 and 100"),
        ({"max_connections": 101}, "max_connections must be between 1 and 100"),
        ({"allowed_updates": ["mesage"]}, "unknown kind of update: mesage"),
        ({"certificate": "x"}, 'unknown field "certificate" of setWebhook'),
    ],
)
async def test_invalid_webhooks_are_refused(buyers: Api, params: dict[str, Any], reason: str) -> None:
    refused = await buyers.refused("setWebhook", **({"url": "https://house.example"} | params))
    assert refused == f"Bad Request: {reason}"
    assert (await buyers("getWebhookInfo"))["url"] == ""


async def test_the_longest_secret_and_most_connections_are_accepted(buyers: Api) -> None:
    widest: dict[str, Any] = {"secret_token": "aZ0_-" * 51 + "x", "max_connections": 100}
    assert len(widest["secret_token"]) == 256
    assert await buyers("setWebhook", url="https://house.example", **widest) is True
