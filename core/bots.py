"""The two bots, by their names in the database."""

BUYERS = "buyers"
STAFF = "staff"
