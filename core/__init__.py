"""The scheduling core of one sales centre: rules, use cases, storage and runtime.

Every front-end shares it. It knows no chat framework and contains no sentences for people; only ``core.runtime``
and ``core.clock`` use an event loop.
"""
