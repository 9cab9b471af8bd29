"""The record: SQLAlchemy Core over one transaction at a time. Tables, and queries by subject."""
