# SPDX-License-Identifier: MIT
"""The project on disk: actions, journal, undo, keys, objects, snapshots, erasing. It knows no room and no Qt."""
