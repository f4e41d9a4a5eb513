"""Server: a Label Studio of one's own on this machine, installed, started and ended by one command."""
