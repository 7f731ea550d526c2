"""What somebody of the desk is told of: in the page at once, by a digest or by push when they allow."""
