"""What a table is a sample of: files that need not fit into memory, which a project does not hold."""

from __future__ import annotations

from dataclasses import dataclass

from linreg_gui.core.problem import ProblemError, ProblemKind
from linreg_gui.core.wording import counted, size_text


@dataclass(frozen=True)
class LargeSource:
    """All rows, of which the frame of a table has some.

    Attributes
    ----------
    path : str
        A file, or a folder of files.
    fingerprint : str
        Of names, sizes and footers of the files; another one where they are not the same any more.
    files : int
    rows : int
        In all files.
    size : int
        Their bytes.
    sampled : int
        Rows of the sample, drawn by the seed, each as likely as any other.
    seed : int
    """

    path: str
    fingerprint: str
    files: int
    rows: int
    size: int
    sampled: int
    seed: int = 0

    @property
    def is_part(self) -> bool:
        """Whether the sample lacks rows."""
        return self.sampled < self.rows

    @property
    def words(self) -> str:
        """Such as “sample of 20,000 of 12,000,000 rows”."""
        if not self.is_part:
            return f"all {counted(self.rows, 'row')}"
        return f"sample of {self.sampled:,} of {counted(self.rows, 'row')}"

    @property
    def about(self) -> str:
        """Where it comes from, in a sentence."""
        files = "1 file" if self.files == 1 else f"{self.files:,} files"
        words = f"{self.words[0].upper()}{self.words[1:]}"
        return f"{words}, seed {self.seed}, of {files} ({size_text(self.size)}) in {self.path}."


def refuse_sample(source: LargeSource | None, what: str) -> None:
    """Raise a `ProblemError` where a table is a sample, as ``what`` would be taken for that of all rows."""
    if source is not None and source.is_part:
        raise ProblemError(
            f"{what} would be of the sample alone ({source.words}), and could be taken for that of all rows: "
            "it is not offered for tables larger than memory.",
            ProblemKind.TOO_LARGE,
        )
