"""Indicators as an office defines them: levels, versions, appraisal, adoption (recommendations 22 and 23)."""
