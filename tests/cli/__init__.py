"""The command line: exit statuses, outputs, help, completion."""
