"""What a manager asks of the days: who comes, and how full they are."""
