"""The booking conversation: the script, the choice of a day and an hour, and the submission."""
