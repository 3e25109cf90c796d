"""What may be promised of machine labels, from objects that people labeled and the machine did not learn from."""
