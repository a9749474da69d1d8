"""Who an account is at the sign-in platform of the province (OpenID Connect)."""
