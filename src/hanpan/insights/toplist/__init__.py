"""The rows judged that a list would put first, each with its reasons and with what came true."""
