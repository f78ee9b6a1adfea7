"""Everything that is said in one language: each section is read when something of it is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, overload

from bot.texts.base import Words
from bot.texts.catalogue import about, checked, contents
from bot.texts.commands import (
    CommandWords,
    InputWords,
    LogCommandWords,
    RecordServerWords,
    ReloadWords,
    Remarks,
    SystemWords,
    WorkbookWords,
)
from bot.texts.conversation import (
    DialogWords,
    Findings,
    HeadlineWords,
    LeftOutWords,
    Notes,
    Reasons,
    RecordWords,
    Refusals,
    SummaryWords,
    SupposingWords,
    TogetherWords,
    UnreadWords,
)
from bot.texts.files import (
    CalendarWords,
    ChecklistWords,
    EnrolmentWords,
    ExportWords,
    FollowUpDeclined,
    FollowUpFields,
    FollowUpNames,
    FollowUpNotApproached,
    FollowUpOutcome,
    FollowUpOverridden,
    FollowUpUndone,
    FollowUpWords,
    LogWords,
    PictureWords,
    QuestionnaireWords,
    WorklistWords,
)
from bot.texts.proof import BackupErrors, BackupWords, ProofFlaws, ProofWords, ValidationWords
from bot.texts.trials import (
    AmendmentWords,
    ConditionWords,
    OrderWords,
    RecheckWords,
    RegistryWords,
)

if TYPE_CHECKING:
    from typing import Self

Shape = TypeVar("Shape", bound=Words)


class Section(Generic[Shape]):
    """A section of a language's file, as an attribute of `Texts` that is read on first use."""

    def __init__(self, shape: type[Shape], file: str) -> None:
        """Say in which file it is, and which sentences it has."""
        self.shape = shape
        self.file = file

    def __set_name__(self, owner: type[Texts], name: str) -> None:
        """Keep the name, which is that of the table in the file too."""
        self.name = name

    @overload
    def __get__(self, texts: None, owner: type[Texts]) -> Self: ...
    @overload
    def __get__(self, texts: Texts, owner: type[Texts]) -> Shape: ...
    def __get__(self, texts: Texts | None, owner: type[Texts]) -> Self | Shape:
        """Return the section; the next time it is an attribute like any other."""
        if texts is None:
            return self
        texts.read(self.file)
        return cast("Shape", vars(texts)[self.name])


class Texts:
    """Everything that is said in one language, apart from the trials' and the platforms' words."""

    refusals = Section(Refusals, "conversation")
    unread = Section(UnreadWords, "conversation")
    left_out = Section(LeftOutWords, "conversation")
    record = Section(RecordWords, "conversation")
    notes = Section(Notes, "conversation")
    findings = Section(Findings, "conversation")
    summary = Section(SummaryWords, "conversation")
    headline = Section(HeadlineWords, "conversation")
    reasons = Section(Reasons, "conversation")
    supposing = Section(SupposingWords, "conversation")
    dialog = Section(DialogWords, "conversation")
    together = Section(TogetherWords, "conversation")
    input = Section(InputWords, "commands")
    system = Section(SystemWords, "commands")
    record_server = Section(RecordServerWords, "commands")
    remarks = Section(Remarks, "commands")
    command = Section(CommandWords, "commands")
    reload = Section(ReloadWords, "commands")
    workbook = Section(WorkbookWords, "commands")
    log_command = Section(LogCommandWords, "commands")
    proof = Section(ProofWords, "proof")
    proof_flaws = Section(ProofFlaws, "proof")
    backup = Section(BackupWords, "proof")
    backup_errors = Section(BackupErrors, "proof")
    validation = Section(ValidationWords, "proof")
    conditions = Section(ConditionWords, "trials")
    registry = Section(RegistryWords, "trials")
    amendments = Section(AmendmentWords, "trials")
    order = Section(OrderWords, "trials")
    recheck = Section(RecheckWords, "trials")
    log = Section(LogWords, "files")
    checklist = Section(ChecklistWords, "files")
    pictures = Section(PictureWords, "files")
    worklist = Section(WorklistWords, "files")
    calendar = Section(CalendarWords, "files")
    export = Section(ExportWords, "files")
    questionnaire = Section(QuestionnaireWords, "files")
    follow_up = Section(FollowUpWords, "files")
    enrolment = Section(EnrolmentWords, "files")
    follow_up_fields = Section(FollowUpFields, "files")
    follow_up_names = Section(FollowUpNames, "files")
    follow_up_outcome = Section(FollowUpOutcome, "files")
    follow_up_not_approached = Section(FollowUpNotApproached, "files")
    follow_up_declined_because = Section(FollowUpDeclined, "files")
    follow_up_overridden = Section(FollowUpOverridden, "files")
    follow_up_undone = Section(FollowUpUndone, "files")

    def __init__(self, language: str) -> None:
        """Take a language that there is, by its code."""
        self.language = language
        own = about(language)
        self.name = own.name
        self.decimal_mark = own.decimal_mark

    @classmethod
    def sections(cls) -> dict[str, Section[Any]]:
        """Return every section by its name."""
        return {name: one for name, one in vars(cls).items() if isinstance(one, Section)}

    def read_all(self) -> None:
        """Read every section, so that whatever is missing is found now.

        Raises:
            ValueError, OSError: see `read`.
        """
        for file in {section.file for section in self.sections().values()}:
            self.read(file)

    def read(self, file: str) -> None:
        """Read the sections of a file.

        Raises:
            pydantic.ValidationError: a sentence is missing or one too many.
            ValueError: a section is missing or one too many.
        """
        written = contents(self.language, file)
        sections = {name: one for name, one in self.sections().items() if one.file == file}
        if set(written) != set(sections):
            listed = ", ".join(sorted(set(written) ^ set(sections)))
            raise ValueError(f"{self.language}/{file}.toml: missing, or one too many: {listed}")
        for name, section in sections.items():
            vars(self)[name] = checked(section.shape, written[name], self.language)
