# SPDX-License-Identifier: MIT
"""Events with the time as said, and legs of journeys, found on the parse of an interview. They are proposals."""
