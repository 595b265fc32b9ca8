"""The helpdesk: who its agents are."""
