"""The rehearsal: generated buyers use the house for some days, and an auditor checks the results."""
