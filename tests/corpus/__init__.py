"""What the checker is measured against; no truth here comes from differences."""
