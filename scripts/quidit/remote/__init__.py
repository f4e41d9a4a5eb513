"""Remote: Label Studio servers, ours and others, the only network that a corpus knows."""
