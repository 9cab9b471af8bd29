"""The database: tables, queries by subject, locks and migrations. SQLAlchemy Core, one transaction at a time."""
