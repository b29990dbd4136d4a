# SPDX-License-Identifier: MIT
"""Help with coding that parses texts: kept parses, rules on grammar, entities, and the measures of both."""
