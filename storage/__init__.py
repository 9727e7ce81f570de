"""What is kept, and how? Every record sealed in SQLite; the envelope and the keyring live here."""
