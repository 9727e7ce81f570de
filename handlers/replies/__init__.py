"""What does the bot say? All wording: pure functions, values in, messages out; one noun per file."""
