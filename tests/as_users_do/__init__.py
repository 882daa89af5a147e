"""What users do, as they do it: at a shell, in a pipeline, from the guide."""
