"""How much is read: generous for honest inventories, and an end for all others."""

from __future__ import annotations

MIB = 1024 * 1024
MAX_FILE_MIB = 10
MAX_FILE_BYTES = MAX_FILE_MIB * MIB
MAX_FILES = 5_000
MAX_DEPTH = 64
MAX_NODES = 5_000_000
