"""What can be asked, one file for each kind of question: a request in, a document out."""
