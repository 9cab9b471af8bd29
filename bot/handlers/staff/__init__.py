"""The staff's bot, on python-telegram-bot."""
