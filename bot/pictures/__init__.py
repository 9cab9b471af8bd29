"""Pictures of the house's figures. An outbox row carries the facts; the picture is drawn when it is sent."""
