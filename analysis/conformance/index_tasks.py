# SPDX-License-Identifier: MIT
"""x"""


def index_answers(place: object) -> list:
    return []
