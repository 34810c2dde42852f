"""Formula files that mean harm, and the means to run them and to see what they leave behind."""
