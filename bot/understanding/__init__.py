"""Text into facts: days, hours, numbers, names, phones, plates and plain intents. Pure."""
