"""Measures whole runs of the tools: see ../end-to-end."""
