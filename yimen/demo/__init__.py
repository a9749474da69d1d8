"""The sample county 云溪县, invented."""
