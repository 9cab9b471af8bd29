"""The front-ends: two Telegram bots over one house."""
