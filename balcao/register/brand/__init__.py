"""How the company looks to its clients: a colour and a logo."""
