"""The whole desk as its own processes, killed in every place."""
