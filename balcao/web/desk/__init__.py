"""The agents' side: lists, ticket, composer, quarantine, people and administration."""
