"""Notices: what guests and staff are told of an event, one file for each event.

Rules: docs/rules.md, "Notices". How to add one: docs/architecture.md, "A new notice".
"""
