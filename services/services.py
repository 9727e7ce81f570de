"""The use cases as one value that handlers are given."""

from dataclasses import dataclass

from services.capture import Capture
from services.changes import Changes
from services.codebooks import Codebooks
from services.digests import Digests
from services.health import Machine
from services.lessons import Lessons
from services.ports import Painter
from services.questions import Questions
from services.retention import Retention
from services.study import Study
from services.subscriptions import Subscriptions
from services.transcribing import Transcribing


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What can be done with the study's notes."""

    study: Study
    capture: Capture
    changes: Changes
    codebooks: Codebooks
    digests: Digests
    questions: Questions
    subscriptions: Subscriptions
    transcribing: Transcribing
    lessons: Lessons
    retention: Retention
    painter: Painter
    machine: Machine
