"""What a worker's answer says, for each kind of job: one idea a module, read from the elements' JSON (spec 2.10, A.5)."""
