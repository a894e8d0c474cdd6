"""Erasures: members whom the members service has forgotten are forgotten here, too."""
