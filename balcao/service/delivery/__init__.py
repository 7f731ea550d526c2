"""Mail in and out: intake, quarantine, sending, bounces."""
