"""No tables, no domain: the actor, refusals, clock, text and Brazilian documents."""
