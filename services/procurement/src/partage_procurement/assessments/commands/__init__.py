"""What is done with an assessment: written by some, judged by others, published, contested."""
