"""The conversation machine. It knows no subject: features declare their dialogs, commands and actions on it."""
