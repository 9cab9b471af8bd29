"""The front-ends: two Telegram bots for one house, and the command line."""
