"""What coverage says, statement by statement, held against the official text."""
