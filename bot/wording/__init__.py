"""Facts in words: sentences, the screens of notices, and the buttons that stand under them."""
