"""The tables, by version of the format; `PRAGMA user_version` says which steps a database has taken.

Readable on disk: note and revision numbers, those of the codebook, keyed hashes (for equality only), key numbers, the
due times of open jobs, the change counter. All else is sealed.
"""

VERSION_1 = """
CREATE TABLE deployment (id INTEGER PRIMARY KEY CHECK (id = 1), identity BLOB NOT NULL) STRICT;
CREATE TABLE key_checks (key_number INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
CREATE TABLE table_keys (name TEXT PRIMARY KEY, key_number INTEGER NOT NULL, wrapped BLOB NOT NULL) STRICT;
CREATE TABLE changes (id INTEGER PRIMARY KEY CHECK (id = 1), number INTEGER NOT NULL) STRICT;
CREATE TABLE inbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, identity BLOB NOT NULL UNIQUE,
    sealed BLOB, attempts INTEGER NOT NULL DEFAULT 0, aside INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX inbox_waiting ON inbox (seq) WHERE sealed IS NOT NULL AND aside = 0;
CREATE TABLE quarantine (seq INTEGER PRIMARY KEY AUTOINCREMENT, day INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE notes (
    number INTEGER PRIMARY KEY, revision INTEGER NOT NULL, change INTEGER NOT NULL,
    key_number INTEGER NOT NULL, wrapped BLOB
) STRICT;
CREATE INDEX notes_change ON notes (change);
CREATE TABLE revisions (
    note INTEGER NOT NULL REFERENCES notes (number), revision INTEGER NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (note, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE chain (
    seq INTEGER PRIMARY KEY, note INTEGER NOT NULL, revision INTEGER NOT NULL, mac BLOB NOT NULL
) STRICT;
CREATE TABLE chain_head (id INTEGER PRIMARY KEY CHECK (id = 1), seq INTEGER NOT NULL, mac BLOB NOT NULL) STRICT;
CREATE TABLE audio (note INTEGER PRIMARY KEY REFERENCES notes (number), sealed BLOB NOT NULL) STRICT;
CREATE TABLE cards (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, note INTEGER NOT NULL REFERENCES notes (number), sealed BLOB NOT NULL
) STRICT;
CREATE INDEX cards_note ON cards (note);
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, note INTEGER REFERENCES notes (number),
    sealed BLOB, attempts INTEGER NOT NULL DEFAULT 0, due INTEGER, leased_until INTEGER NOT NULL DEFAULT 0,
    uniqueness BLOB UNIQUE
) STRICT;
CREATE INDEX jobs_open ON jobs (kind, id) WHERE due IS NOT NULL;
CREATE INDEX jobs_note ON jobs (note) WHERE note IS NOT NULL;
CREATE TABLE members (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person BLOB NOT NULL UNIQUE, change INTEGER NOT NULL, sealed BLOB NOT NULL
) STRICT;
CREATE TABLE invitations (code BLOB PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, sealed BLOB NOT NULL) STRICT;
CREATE TABLE questions (id TEXT PRIMARY KEY, seq INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;
INSERT INTO changes (id, number) VALUES (1, 0);
"""

VERSION_2 = """
CREATE TABLE codebook (revision INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
"""

STEPS = (VERSION_1, VERSION_2)  # step n takes a database from version n to n + 1
NEWEST = len(STEPS)
