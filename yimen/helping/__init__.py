"""帮代办 above the cases: what people say of their helpers, visits at home, what came of it."""
