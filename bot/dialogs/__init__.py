"""The conversations: framework-neutral and synchronous. Each dialog is a state, a screen for it and a step."""
