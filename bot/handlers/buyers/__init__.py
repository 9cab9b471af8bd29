"""The buyers' bot, on aiogram."""
