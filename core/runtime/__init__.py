"""What runs: the door into the database, deliveries, jobs and locks. All of asyncio lives here."""
