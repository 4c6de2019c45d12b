"""PDF files to blocks; the only door to pypdf."""
