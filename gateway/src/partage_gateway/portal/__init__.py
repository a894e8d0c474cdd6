"""The developer portal: pages that work offline, in French, Dutch and English."""
