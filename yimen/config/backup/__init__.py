"""Backups: database, files and (apart) keys in one folder, each backup with the checksums of all its parts.

FOLDER/content/aa/bb/<digest>   files by their content, shared by all backups: copied once
FOLDER/<moment>/manifest.json   what the backup holds; written last: a half backup has none
FOLDER/<moment>/manifest.sm3    its checksum
FOLDER/<moment>/files.jsonl.gz  every file: path below YIMEN_FILES, size, digest
FOLDER/<moment>/database/…      SQLite: the database; PostgreSQL: one COPY a table, of one snapshot
FOLDER/<moment>/keys.enc        only with --with-keys: the keys under a passphrase
"""
