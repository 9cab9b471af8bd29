"""Reports for managers: the parties of a day, and the load of days."""
