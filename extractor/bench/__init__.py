"""The ruler: documents with known truth in honest splits, what was read of them, and what is learnt from that."""
