"""SCIM 2.0 (RFC 7643, 7644), to read: members as users and filières as groups, for the directories of other tools."""
