"""Pictures of the report, one file each: every one brings its finding, its description and its numbers."""
