"""Wire formats as pure translators, one folder each; they do not know each other."""
