"""Taking back what change sets did, and bringing back what records were."""
