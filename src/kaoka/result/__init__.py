"""What came back from an exam: responses, scores, item analysis."""
