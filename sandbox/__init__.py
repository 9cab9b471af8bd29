"""A Telegram of our own on loopback: both bots, their chats, faults and the demo page."""
