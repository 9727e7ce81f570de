"""What names sites and themes while the bot runs: always in the words of the codebook as it stands."""

from handlers.replies.terms import Terms
from handlers.replies.wording import ChatWording
from services.study import Study


class LiveWording(ChatWording):
    """The wording of a study whose codebook changes."""

    def __init__(self, study: Study) -> None:
        object.__setattr__(self, "_study", study)  # frozen, as what it is made from

    @property
    def terms(self) -> Terms:
        """How the study calls things now."""
        study: Study = object.__getattribute__(self, "_study")
        return Terms(codebook=study.codebook, timezone=study.timezone)
