"""How does it run? The process: settings, bootstrap, poller, dispatcher, sender, command line."""
