"""Between answers as they were read and the arrays that functions merge; one kind of content a file."""
