"""How does sound become words? The decoder child, the engine child, the models, the study vocabulary."""
