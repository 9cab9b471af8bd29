"""Parsing what people type: days, hours, numbers, names, phones, plates and simple intents. Pure."""
