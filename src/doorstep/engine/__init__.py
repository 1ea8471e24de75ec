"""Rich vehicle routing: numbers in, numbers out."""
