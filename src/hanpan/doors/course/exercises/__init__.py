"""What each exercise asks for: the right answer, and the answers that common mistakes lead to."""
