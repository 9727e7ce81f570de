"""What can a person do in chat? Telegram in, replies out as values; one file per thing a person does."""
