"""Why it answers as it does: which columns the chosen model leans on."""
