"""The two bots: thin adapters, one for each framework, over the same conversation."""
