"""Files to documents to clauses to the store; holds the bundled corpus. Start reading at `sync`."""
