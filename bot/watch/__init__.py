"""Notice photo changes: a sweep over every person of the tenant."""
