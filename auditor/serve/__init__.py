"""Servers around the pipeline: for editors and for agents."""
