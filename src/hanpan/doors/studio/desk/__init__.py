"""What outlives a page: works in hand, kept as files, and runs in processes of their own. It knows no screen."""
