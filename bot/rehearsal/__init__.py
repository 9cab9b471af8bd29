"""The rehearsal: seeded buyers, a gate and a manager play some days of the house, and an auditor counts."""
