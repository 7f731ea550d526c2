"""What every page is made of: built assets, icons, dates in the reader's words, macros."""
