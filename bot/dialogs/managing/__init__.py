"""What managers order by chat: closing, withholding, caps, roster and leave, overrides; and the audit of it."""
