# SPDX-License-Identifier: MIT
"""The Data room with its parts, as its commands, its pictures and its way back after a lock use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.data.room_state import DataRoom

if TYPE_CHECKING:
    from workbench.data.cell_editing import Changing
    from workbench.data.column_layout import Placing
    from workbench.data.derived.derived_variables import Deriving
    from workbench.data.find_bar import Searching
    from workbench.data.inspector import Knowing
    from workbench.data.measurement_actions import ColumnMeaning
    from workbench.data.registers.register_setup import Registering
    from workbench.data.sort_and_filter import Arranging


class DataRoomParts(DataRoom):
    """Each part is given the room and the parts before it, and names none that comes after."""

    placing: Placing
    searching: Searching
    arranging: Arranging
    knowing: Knowing
    changing: Changing
    deriving: Deriving
    meaning: ColumnMeaning
    registering: Registering
