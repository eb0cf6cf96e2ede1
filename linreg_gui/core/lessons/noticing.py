"""What was done between two states of a session, as deeds; by which button or key does not matter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from linreg_gui.core.table.roles import Role
from linreg_gui.core.table.table import Table

from .state import Deed, SessionState

# Updates up to so many at once were made one by one, or ten by ten; more are a run.
_FEW = 10


def deeds_between(before: SessionState, after: SessionState) -> tuple[Deed, ...]:
    """What a person must have done in between, in the order of the way from data to training.

    What the session does by itself, as training goes back to step 0 after the data have changed, is none.
    """
    step = 0 if after.end is None else after.end.step
    found = [*_on_table(before.table, after.table)]
    data_changed = bool(found) or before.table is not after.table
    found += _on_settings(before, after)
    if not data_changed:
        found += _on_training(before, after)
    if before.selected != after.selected:
        found.append(("select", ""))
    if len(after.fits) > len(before.fits):
        found.append(("keep", ""))
    if before.lab != after.lab:
        found.append(("lab", after.lab.figure))
    found += [("view", name) for name in after.views if name not in before.views]
    return tuple(Deed(verb, about, step) for verb, about in found)


def _on_table(before: Table | None, after: Table | None) -> Iterator[tuple[str, str]]:
    if before is None or after is None or before is after:
        return
    labels, features = (
        [{name for name, role in table.roles.items() if role is kind} for table in (before, after)]
        for kind in (Role.LABEL, Role.FEATURE)
    )
    if labels[0] != labels[1]:
        yield "label", next(iter(labels[1]), "")
    if features[0] != features[1] and labels[0] == labels[1]:
        yield "features", next(iter(sorted(features[1] - features[0])), "")
    if before.recipe.has_bias != after.recipe.has_bias:
        yield "bias", ""
    if before.recipe.terms != after.recipe.terms or before.recipe.label_scale != after.recipe.label_scale:
        yield "model", ""
    were, are = _excluded(before), _excluded(after)
    if were != are:
        yield ("exclude" if are > were else "include"), ""
    if before.frame is not after.frame:
        for name in after.frame.columns:
            known = name in before.frame.columns
            if not known or not before.frame[name].equals(after.frame[name]):
                yield "cell", str(name)
                break


def _excluded(table: Table) -> int:
    return 0 if table.recipe.excluded is None else int(table.recipe.excluded.sum())


def _on_settings(before: SessionState, after: SessionState) -> Iterator[tuple[str, str]]:
    for field in fields(after.config):
        if getattr(before.config, field.name) != getattr(after.config, field.name):
            yield "set", field.name


def _on_training(before: SessionState, after: SessionState) -> Iterator[tuple[str, str]]:
    was, now = (0 if state.end is None else state.end.step for state in (before, after))
    if now == was - 1 and now:
        yield "back", ""
    elif now < was:
        yield "reset", ""
    elif now > was:
        yield ("step" if now - was <= _FEW else "run"), ""
    looked = None if after.shown is None else after.shown.step
    if looked is not None and looked < now and (before.shown is None or looked != before.shown.step):
        yield "look", ""
