# SPDX-License-Identifier: MIT
"""The manual within the program: its pages (`docs/manual`), and the window that shows them without a network."""

from workbench.manual.window import Manual, ManualPage, ManualWindow

__all__ = ["Manual", "ManualWindow", "ManualPage"]
