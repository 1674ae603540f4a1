"""Many documents: each read once, wherever there is a processor; what is done stays done."""
