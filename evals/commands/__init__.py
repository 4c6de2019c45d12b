"""The commands of `accord eval`, by subject.

What a command needs is imported when it runs: chromadb and the measuring libraries take seconds to load, and
`accord --help` imports all of these modules.
"""
