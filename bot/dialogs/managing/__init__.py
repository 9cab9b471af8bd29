"""What managers do by chat: arrangements, rosters, leave, overrides, and reading the audit."""
