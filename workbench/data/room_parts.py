# SPDX-License-Identifier: MIT
"""The Data room with its parts, as its commands, its pictures and its way back after a lock use it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.data.room import DataRoom

if TYPE_CHECKING:
    from workbench.data.arranging import Arranging
    from workbench.data.changing import Changing
    from workbench.data.derived import Deriving
    from workbench.data.knowing import Knowing
    from workbench.data.meaning import ColumnMeaning
    from workbench.data.placing import Placing
    from workbench.data.registers.registering import Registering
    from workbench.data.searching import Searching


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
