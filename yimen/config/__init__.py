"""Where everything is put together: settings, addresses, the wiring of reactions, the command line."""
