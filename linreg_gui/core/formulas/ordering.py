"""In which order things come that need each other, in time that grows with the number of needs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping


def in_order(needs: Mapping[str, Collection[str]]) -> Iterator[tuple[str, bool]]:
    """The names, each after those it needs, and whether one comes though something it needs is not there.

    They come in rounds: what needs nothing more, in the order given; then what needs only that, and so on.
    Where nothing is left but what needs itself, or what is no name, the first of these comes all the same.
    """
    names, places = list(needs), {name: place for place, name in enumerate(needs)}
    wanted = {name: set(columns) for name, columns in needs.items()}
    missing = {name: len(columns) for name, columns in wanted.items()}
    users: dict[str, list[str]] = {}
    for name, columns in wanted.items():
        for column in columns:
            users.setdefault(column, []).append(name)
    done: set[str] = set()
    ready = [name for name in names if not missing[name]]
    first = 0
    while len(done) < len(names):
        forced = not ready
        if forced:
            while names[first] in done:
                first += 1
            ready = [names[first]]
        done.update(ready)
        released = []
        for name in ready:
            yield name, forced
            for user in users.get(name, ()):
                missing[user] -= 1
                if not missing[user] and user not in done:
                    released.append(user)
        ready = sorted(released, key=places.__getitem__)
