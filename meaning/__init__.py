"""What does a text mean? Sentences as vectors, by a small model on the study's own machine."""
