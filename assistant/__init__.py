"""Question to cited answer, conversations, the API and the command line. Start reading at `ask`."""
