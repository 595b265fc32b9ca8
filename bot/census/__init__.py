"""Count everybody whose photo is stale today, by cause; it reads, and writes to nobody."""
