"""Is everything as it should be? Checks that look and change nothing. Start reading at `examine`."""
