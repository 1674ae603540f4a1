"""The review page: what a person is asked of a filing, in which order, and what their answers say about the machine."""
