"""Who stands for whom, where several could: as many pairs as can be, whatever the order."""

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence


def most_pairs(askers: Sequence[Sequence[Hashable]], places: Mapping[str, Sequence[Hashable]]) -> dict[int, str]:
    """Return, by position of the asker, the place it gets: one that shares a key with it, and no other asker has.

    Of all ways to give the places the result is one in which the most askers have one (augmenting paths): who finds
    its places taken gets one whose holder can go elsewhere.
    """
    return _Places(askers, places).given()


class _Places:
    def __init__(self, askers: Sequence[Sequence[Hashable]], places: Mapping[str, Sequence[Hashable]]) -> None:
        self._askers = askers
        self._all: defaultdict[Hashable, list[str]] = defaultdict(list)
        for place, keys in places.items():
            for key in dict.fromkeys(keys):
                self._all[key].append(place)
        self._perhaps_free = {key: list(places) for key, places in self._all.items()}
        self._holder: dict[str, int] = {}
        self._in_vain: set[Hashable] = set()

    def given(self) -> dict[int, str]:
        for asker in range(len(self._askers)):
            self._find(asker)
        return {asker: place for place, asker in self._holder.items()}

    def _find(self, first: int) -> None:
        """Give `first` a place, its holder another one, and so on until one is free; or let all stay as it is."""
        wanted: dict[int, tuple[int, str]] = {}
        seen: set[Hashable] = set()
        line = [first]
        for asker in line:
            keys = [key for key in self._askers[asker] if key in self._all and key not in self._in_vain]
            free = next((place for key in keys if (place := self._free(key))), None)
            if free is not None:
                self._hand_on(free, asker, first, wanted)
                return
            for key in keys:
                if key in seen:
                    continue
                seen.add(key)
                for place in self._all[key]:
                    holder = self._holder[place]
                    if holder != first and holder not in wanted:
                        wanted[holder] = (asker, place)
                        line.append(holder)
        # What led nowhere once leads nowhere later: places stay given.
        self._in_vain |= seen

    def _free(self, key: Hashable) -> str | None:
        perhaps = self._perhaps_free[key]
        while perhaps and perhaps[-1] in self._holder:
            perhaps.pop()
        return perhaps[-1] if perhaps else None

    def _hand_on(self, place: str, asker: int, first: int, wanted: Mapping[int, tuple[int, str]]) -> None:
        self._holder[place] = asker
        while asker != first:
            asker, place = wanted[asker]
            self._holder[place] = asker
