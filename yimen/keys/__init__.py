"""Keys and sealed columns: identity numbers, telephones, addresses and answers lie encrypted (SM4-GCM)."""
