"""Which engines are there? Each turns a stretch of sound into segments; they live in the engine child only."""
