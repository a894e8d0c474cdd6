"""What the steps of the story change elsewhere, looked at through the API as anybody may, service by service."""
