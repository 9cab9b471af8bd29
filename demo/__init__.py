"""Running the product without Telegram: the stage and its people, the page in the browser, and the rehearsal."""
