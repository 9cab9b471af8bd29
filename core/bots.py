"""The two bots, by the names under which the record knows them."""

BUYERS = "buyers"
STAFF = "staff"
