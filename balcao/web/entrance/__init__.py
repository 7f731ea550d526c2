"""How people come in: a link by mail, a password with a second factor, the company's own sign-in."""
