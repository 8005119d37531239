// A file.
