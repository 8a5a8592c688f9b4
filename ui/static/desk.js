// Comfort for those who write, on top of plain forms: without this module everything works all the same.
