"""The pages for people: the chat at `/`. The only door to gradio; nothing here decides what an answer says."""
