# SPDX-License-Identifier: MIT
"""The keys of a project: who can open it, passphrases, recovery phrases, new data keys."""
