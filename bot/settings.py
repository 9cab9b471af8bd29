"""What an installation sets: the environment, or ``.env``. The README explains each."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parent.parent


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="YINGBIN_", extra="ignore")

    buyers_token: SecretStr = SecretStr("")
    staff_token: SecretStr = SecretStr("")
    database_url: str = Field(default="sqlite+aiosqlite:///yingbin.db", validation_alias="DATABASE_URL")
    site_file: Path = Path("site.toml")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
