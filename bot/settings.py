"""The settings of an installation, from the environment or ``.env``. The README explains each."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, HttpUrl, SecretStr, TypeAdapter
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent
ENV_FILE = Path(".env")
PREFIX = "YINGBIN_"
# The secret half of a real token has more characters; a shorter one may be an ordinary word.
_MIN_SECRET_LENGTH = 30
_PASSWORD = re.compile(r"://[^/@:]*:([^@]+)@")


def _http_url(text: str) -> str:
    TypeAdapter(HttpUrl).validate_python(text)
    return text.rstrip("/")


class Settings(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding="utf-8",
        env_prefix=PREFIX,
        extra="ignore",
        hide_input_in_errors=True,
    )

    buyers_token: SecretStr = SecretStr("")
    staff_token: SecretStr = SecretStr("")
    database_url: str = Field(default="sqlite+aiosqlite:///yingbin.db", validation_alias="DATABASE_URL")
    site_file: Path = Path("site.toml")
    api_url: Annotated[str, AfterValidator(_http_url)] = "https://api.telegram.org"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"

    def secrets(self) -> tuple[str, ...]:
        """Values that must never be shown: the tokens, their secret halves, and the database's password."""
        tokens = [secret.get_secret_value() for secret in (self.buyers_token, self.staff_token)]
        halves = [
            half
            for _, _, half in (token.partition(":") for token in tokens)
            if len(half) >= _MIN_SECRET_LENGTH
        ]
        return (*tokens, *halves, *_PASSWORD.findall(self.database_url))
