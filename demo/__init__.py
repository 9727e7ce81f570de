"""How does it feel to use? A local Telegram (the Bot API over HTTP on loopback) and a scripted day in the field."""
