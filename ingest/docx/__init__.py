"""Word files to blocks; the only door to python-docx."""
