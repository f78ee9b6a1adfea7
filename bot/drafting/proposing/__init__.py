"""What is proposed of a criterion: rules where its text is plain, and questions."""
