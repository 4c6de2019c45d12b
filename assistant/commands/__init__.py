"""Commands of the command line, each in a module of its own; `assistant.cli` puts them together."""
