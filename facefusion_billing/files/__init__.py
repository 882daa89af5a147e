"""Files to values: the located YAML reader, usage files, price books, call counts."""
