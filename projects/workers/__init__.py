# SPDX-License-Identifier: MIT
"""Both ends of the pipes to a helper process. What the jobs do lives with their rooms."""
