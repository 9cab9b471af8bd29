"""The scheduling module: the rules, the record and the use cases of one sales centre.

Shared by every front-end. It knows no chat framework and holds no sentence; only ``house`` and ``courier``
know an event loop.
"""
