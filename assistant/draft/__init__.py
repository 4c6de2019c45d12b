"""A draft checked against the texts, sentence by sentence: `assistant.draft.check`."""
