"""Everything asynchronous: access to the database, the courier, jobs, retries and the process lock."""
