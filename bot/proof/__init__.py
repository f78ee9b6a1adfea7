"""What proves a log to somebody who trusts neither its keeper nor its database.

A Merkle tree over the log's entries (RFC 6962), its signed head as a note that others' tools read
(C2SP signed-note and tlog-checkpoint), and the file of the key that signs it.
"""
