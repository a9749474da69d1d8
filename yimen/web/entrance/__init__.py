"""The way in: sign in and out, register, language, elder mode, health, files."""
