"""Materials by telephone: a code to scan on the page of a draft, and the page that the telephone opens."""
