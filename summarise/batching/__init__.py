"""Many articles: nothing lost, nothing paid twice."""
