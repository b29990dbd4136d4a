# SPDX-License-Identifier: MIT
"""The codebook as a tree: who stands under whom, what changes when a code moves or merges. It stores nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from coding.records import Code
from wording import Labels, Problem, msg


class Codebook:
    """Codes by id and by parent. Operations return the changed codes; the codebook itself never changes."""

    def __init__(self, codes: Iterable[Code]) -> None:
        self._codes = {code.id: code for code in codes}
        self._children: dict[str | None, list[Code]] = {}
        for code in self._codes.values():
            parent = code.parent if code.parent in self._codes else None
            self._children.setdefault(parent, []).append(code)
        for siblings in self._children.values():
            siblings.sort(key=lambda code: code.position)

    def __len__(self) -> int:
        return len(self._codes)

    def __contains__(self, code_id: object) -> bool:
        return code_id in self._codes

    def __getitem__(self, code_id: str) -> Code:
        """The code with that id. Raises KeyError."""
        return self._codes[code_id]

    def __iter__(self) -> Iterator[Code]:
        """Every code, parents before children, siblings in their order."""
        return (code for code, _ in self.walk())

    def walk(self, parent: str | None = None, depth: int = 0) -> Iterator[tuple[Code, int]]:
        """Every code below `parent` with its depth, as a tree is drawn."""
        pending = [(code, depth) for code in reversed(self.children(parent))]
        while pending:
            code, level = pending.pop()
            yield code, level
            pending += [(child, level + 1) for child in reversed(self.children(code.id))]

    def children(self, code_id: str | None) -> tuple[Code, ...]:
        """The codes right below, in order; of the roots for None."""
        return tuple(self._children.get(code_id, ()))

    def with_descendants(self, code_id: str) -> frozenset[str]:
        """The ids of a code and everything below it."""
        return frozenset([code_id, *(code.id for code, _ in self.walk(code_id))])

    def path(self, code_id: str) -> tuple[Code, ...]:
        """The codes from the root down to this one."""
        upwards, current = [], self._codes.get(code_id)
        while current is not None and current not in upwards:
            upwards.append(current)
            current = self._codes.get(current.parent or "")
        return tuple(reversed(upwards))

    def named(self, name: str, parent: str | None) -> Code | None:
        """The child of `parent` with that name in any language, case aside."""
        wanted = name.strip().casefold()
        for code in self.children(parent):
            if wanted in (label.casefold() for label in code.name.by_language.values()):
                return code
        return None

    def with_key(self, key: str) -> Code | None:
        """The code its author gave that short key ("ACT.REC"), case aside."""
        return next((code for code in self._codes.values() if key and code.key.casefold() == key.casefold()), None)

    def next_position(self, parent: str | None) -> int:
        """The position behind the last child of `parent`."""
        return max((code.position for code in self.children(parent)), default=-1) + 1

    def moved(self, code_id: str, parent: str | None, position: int | None = None) -> list[Code]:
        """The codes that change when one moves under `parent` to `position` (None: last).

        Raises `Problem` when a code would stand under itself.
        """
        code = self[code_id]
        if parent is not None and parent in self.with_descendants(code_id):
            raise Problem(msg("coding.under_itself", code=code.name))
        siblings = [sibling for sibling in self.children(parent) if sibling.id != code_id]
        place = len(siblings) if position is None else max(0, min(position, len(siblings)))
        siblings.insert(place, replace(code, parent=parent))
        renumbered = [replace(sibling, position=number) for number, sibling in enumerate(siblings)]
        return [sibling for sibling in renumbered if sibling != self._codes[sibling.id]]

    def merged(self, source_id: str, target_id: str) -> list[Code]:
        """The codes that change when `source` goes into `target`: children move, keywords, anchors and memo are added.

        Raises `Problem` for a code and itself, or when the target stands below the source.
        """
        source, target = self[source_id], self[target_id]
        if target_id in self.with_descendants(source_id):
            raise Problem(msg("coding.merge_below", code=source.name, target=target.name))
        first = self.next_position(target_id)
        moved = [
            replace(child, parent=target_id, position=first + number)
            for number, child in enumerate(self.children(source_id))
        ]
        languages = dict.fromkeys([*target.keywords, *source.keywords])
        keywords = {
            language: tuple(dict.fromkeys(target.keywords.get(language, ()) + source.keywords.get(language, ())))
            for language in languages
        }
        memo = "\n\n".join(dict.fromkeys(text for text in (target.memo.strip(), source.memo.strip()) if text))
        anchors = tuple(dict.fromkeys(target.anchors + source.anchors))
        return [replace(target, keywords=keywords, memo=memo, anchors=anchors), *moved]


def renamed(code: Code, names: Labels) -> Code:
    """The code with new names. Raises `Problem` when no language has one."""
    kept = {language: name.strip() for language, name in names.by_language.items() if name.strip()}
    if not kept:
        raise Problem(msg("coding.code_without_name"))
    return replace(code, name=Labels(kept))
