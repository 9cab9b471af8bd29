"""Some days of the house, played by invented people from a seed, and the audit of what came of them."""
