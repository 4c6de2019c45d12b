"""Who asks, and what they may: keys, people, limits. Start reading at `admission`."""
