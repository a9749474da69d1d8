"""What the two engines share: the steps of the lifecycle after it has begun."""

#: receive + accept → two opinions → grant → issue; submission is the start of the process.
STEPS = ("receive", "accept", "opinion1", "opinion2", "grant", "issue")
