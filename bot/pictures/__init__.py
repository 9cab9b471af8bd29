"""Pictures of the house's figures. A letter carries the facts; they are painted when it is sent."""
