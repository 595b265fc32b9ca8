"""Everything with which people change their own pictures, and what it keeps in memory for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.chat.ports import Pictures
from bot.chat.router import Behaviour
from bot.chat.stores import AuditOf
from bot.conversation.choose_picture import ChoosePicture
from bot.conversation.confirmed import Confirmed
from bot.conversation.desk import Desk
from bot.conversation.examine import Examine
from bot.conversation.new_picture import NewPicture
from bot.conversation.remove import AskToRemove, RemovePhoto
from bot.conversation.speech import Speech
from bot.conversation.undo import TakeBack
from bot.conversation.use_picture import LeaveAlone, UsePicture
from bot.conversation.way_back import WayBack
from bot.core.clock import Now
from bot.core.expiring_store import Shelf
from bot.photos.readings import Photo
from bot.use_cases.undo import Undoable

ANSWER_WITHIN = timedelta(minutes=10)
UNDO_WITHIN = timedelta(hours=1)


@dataclass(frozen=True)
class KeptPictures:
    """Pictures in memory: those that wait for an answer, and those that were overwritten."""

    waiting: Shelf[Photo]
    overwritten: Shelf[Undoable]

    @classmethod
    def none_yet(cls, now: Now) -> "KeptPictures":
        """Nothing is kept at the start."""
        return cls(Shelf(now, ANSWER_WITHIN), Shelf(now, UNDO_WITHIN))

    async def tidy(self) -> None:
        """Keep nothing for longer than was said, also where nobody asks for it."""
        self.waiting.tidy()
        self.overwritten.tidy()

    def forget(self, person_id: str) -> None:
        """Keep nothing of this person."""
        self.waiting.drop(person_id)
        self.overwritten.drop(person_id)


@dataclass(frozen=True)
class OwnPictures:
    """The behaviours; `examine` offers the way back that `kept` makes possible."""

    desk: Desk
    examine: Examine
    speech: Speech
    audit: AuditOf
    kept: KeptPictures
    pictures: Pictures

    @property
    def new_picture(self) -> Behaviour:
        """Answers a picture in the chat."""
        return NewPicture(self.desk, self.examine, self.speech, self.pictures, self.kept.waiting)

    @property
    def ask_to_remove(self) -> Behaviour:
        """Asks before anything is removed."""
        return AskToRemove(self.desk, self.examine, self.speech)

    def verbs(self, check_again: Behaviour) -> Mapping[str, Behaviour]:
        """The buttons; one that was not offered checks again."""
        confirmed = Confirmed(self.desk, self.speech)
        examine, speech, audit = self.examine, self.speech, self.audit
        waiting, way_back = self.kept.waiting, WayBack(self.kept.overwritten)
        return {
            "adopt": ChoosePicture(confirmed, examine, audit, check_again),
            "put": UsePicture(confirmed, examine, speech, waiting, audit, check_again),
            "leave": LeaveAlone(confirmed, speech, waiting),
            "remove": RemovePhoto(confirmed, examine, audit, self.ask_to_remove),
            "undo": TakeBack(confirmed, examine, way_back, speech, audit, check_again),
        }
