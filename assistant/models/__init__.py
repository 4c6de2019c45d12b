"""Chat models: the one door to them. Start reading at `model`."""
