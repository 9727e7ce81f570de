"""How fast is it, and beside what? What `jottings bench` runs: each figure with a limit measured in the same run."""
