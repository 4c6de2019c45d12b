"""Documents given by staff: taken in, looked at, published, set right, withdrawn. Start reading at `desk`."""
