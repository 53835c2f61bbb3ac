"""What municipalities use to bring services online: software and its descriptions."""
