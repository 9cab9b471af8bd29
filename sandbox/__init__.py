"""A simulated Telegram on loopback: the Bot API, people's gestures, injected faults, and the demo page."""
