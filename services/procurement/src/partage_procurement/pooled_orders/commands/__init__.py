"""What can be done with a pooled order, one verb a function, one transaction each."""
