"""The desk: the log, the worklist, files and people, for coordinators and investigators."""
