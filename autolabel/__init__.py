"""Machine labels: learn from people, label what can be certified, ask people about the rest."""
