"""Whether more rows would help: the best model fitted on growing shares of the rows."""
