"""What a check of an installation found: outcomes with sentences, versions, devices; as JSON and text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from linreg_gui.core.json_values import from_json_values
from linreg_gui.core.wording import counted

_SIGNS = {"passed": "✓", "failed": "✗", "skipped": "–"}


class Outcome(StrEnum):
    """How one check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"  # cannot be tried here, which is no fault


@dataclass(frozen=True)
class Check:
    """One thing that was tried.

    Attributes
    ----------
    name : str
    outcome : Outcome
    detail : str
        What was found, in one sentence or less.
    seconds : float
    """

    name: str
    outcome: Outcome
    detail: str
    seconds: float = 0.0


@dataclass(frozen=True)
class CheckReport:
    """Everything that was tried, in order.

    Attributes
    ----------
    checks : tuple of Check
    versions : mapping
        Of the program, of what it is made of and of the system.
    devices : mapping
        Processor, memory, screens and the like.
    messages : tuple of str
        What Qt complained of on the way.
    """

    checks: tuple[Check, ...]
    versions: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether something was tried and nothing failed."""
        return bool(self.checks) and not self._with(Outcome.FAILED)

    @property
    def sentence(self) -> str:
        """The outcome in one sentence."""
        failed, skipped = self._with(Outcome.FAILED), self._with(Outcome.SKIPPED)
        if not self.checks:
            return "Nothing could be checked."
        if failed:
            return f"{counted(len(failed), 'check')} of {len(self.checks)} failed."
        if skipped:
            tried = counted(len(self.checks) - len(skipped), "check")
            return f"{tried} passed; {len(skipped)} could not be tried here."
        return f"All {len(self.checks)} checks passed."

    def as_json(self) -> str:
        """One JSON object."""
        return json.dumps({"passed": self.passed, **asdict(self)}, ensure_ascii=False, indent=2)

    def as_text(self) -> str:
        """Lines to read, or to copy into a report of a fault."""
        lines = [self.sentence, ""]
        lines += [f"{_SIGNS[check.outcome]} {check.name}: {check.detail}" for check in self.checks]
        for title, entries in (("Versions", self.versions), ("Devices", self.devices)):
            lines += ["", title, *(f"  {name}: {value}" for name, value in entries.items())]
        if self.messages:
            lines += ["", "Messages of Qt", *(f"  {message}" for message in self.messages)]
        return "\n".join(lines)

    @classmethod
    def from_json(cls, text: str) -> CheckReport:
        """The report that `as_json` wrote.

        Raises
        ------
        ValueError
            If the text is something else.
        """
        return from_json_values(cls, json.loads(text), "report")

    def _with(self, outcome: Outcome) -> list[Check]:
        return [check for check in self.checks if check.outcome is outcome]


@dataclass
class CheckProgress:
    """What is known so far, for whoever has to report when time is up."""

    checks: list[Check] = field(default_factory=list)
    current: str = "Start"
    versions: Mapping[str, str] = field(default_factory=dict)
    devices: Mapping[str, str] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    def report(self) -> CheckReport:
        """All of it, frozen."""
        return CheckReport(tuple(self.checks), self.versions, self.devices, tuple(self.messages))
