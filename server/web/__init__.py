"""What every HTTP answer has in common: the table of endpoints, rights, parsing, errors."""
