"""Every behaviour, and what leads to it."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from bot.behaviours.guide.view import Guidebook
from bot.behaviours.replace.new_photo_texts import new_photo
from bot.chat import texts as public
from bot.chat.conversation import ConversationStore
from bot.chat.ports import Pictures, PrivateMessenger
from bot.chat.router import Behaviour, Router, silence
from bot.chat.stores import AuditOf, PreferenceStore
from bot.conversation.aside import Aside
from bot.conversation.asked import Asked
from bot.conversation.caches import Caches
from bot.conversation.choose_language import ChooseLanguage, Introduce, Speak
from bot.conversation.confirmed import Confirmed
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.guide import Guide
from bot.conversation.handed_over import Elsewhere
from bot.conversation.in_private import InPrivate
from bot.conversation.interview import Interview
from bot.conversation.own_pictures import KeptPictures, OwnPictures
from bot.conversation.promising import Drain, PromiseLook, Stop
from bot.conversation.repair import Repair
from bot.conversation.sign_in import SigningIn
from bot.conversation.small_talk import Forget, ForgetPerson, Say
from bot.conversation.speech import Speech
from bot.conversation.status import Status
from bot.conversation.tell_helpdesk import TellHelpdesk
from bot.conversation.way_back import WayBack
from bot.conversation.why import Why
from bot.conversation.wrong_photo import WrongPhoto
from bot.intents import Intents
from bot.outbox.outbox import Outbox
from bot.texts import general as texts
from bot.texts.remedies import Links
from bot.use_cases.audit import EffectStore

Behaviours = dict[str, Behaviour]

BUTTON_OF_INTENT = {
    "wrong_photo": "check",
    "sync": "check",
    "steps": "guide",
    "later": "promise",
    "status": "status",
    "why": "why",
    "stop": "stop",
    "help": "help",
    "remove": "remove",
    "sign_out": "sign_out",
}


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """All that a conversation is made of; `own_chat` is the address of a chat with the bot."""

    desk: Desk
    examine: Examine
    speech: Speech
    intents: Intents
    audit: AuditOf
    forget: ForgetPerson
    history: EffectStore
    preferences: PreferenceStore
    outbox: Outbox
    drain: Drain
    look_again_after: timedelta
    chats: ConversationStore
    messenger: PrivateMessenger
    own_chat: str
    pictures: Pictures
    kept: KeptPictures
    elsewhere: Elsewhere | None = None
    sign_in: SigningIn | None = None

    @property
    def door(self) -> Door:
        """The conversation as a whole."""
        asked = Asked()
        alone = self._alone(asked)
        aside = Aside(InPrivate(alone, self.chats, self.messenger), self.speech, self.own_chat)
        return Door(alone, _among_others(alone, aside, asked, self.speech), self.chats)

    def _alone(self, asked: Asked) -> Router:
        verbs, otherwise = self._verbs(), self._otherwise
        pressed = {intent: verbs.get(verb, otherwise) for intent, verb in BUTTON_OF_INTENT.items()}
        return Router(
            verbs=verbs,
            intents=asked.each(pressed | self._only_said()),
            recognise=self.intents.recognise,
            otherwise=otherwise,
            joined=Introduce(self.speech, texts.welcome),
            left=Forget(self.forget, self.outbox, self.kept.forget),
            pictured=self._own_pictures.new_picture,
        )

    def _verbs(self) -> Behaviours:
        check = WrongPhoto(self.desk, self._examine, self.speech)
        return {
            "check": check,
            **self._changes(check),
            **self._answers(),
            **self._settings(),
            **(self.sign_in.verbs(self.speech) if self.sign_in else {}),
        }

    def _changes(self, check: Behaviour) -> Behaviours:
        """What changes pictures."""
        confirmed = Confirmed(self.desk, self.speech)
        return {
            "sync": Repair(confirmed, self._examine, self.audit, check, self.elsewhere),
            **self._own_pictures.verbs(check),
        }

    def _answers(self) -> Behaviours:
        """What is only told."""
        desk, speech, links = self.desk, self.speech, self._links
        return {
            "help": Introduce(speech, texts.help_),
            "guide": Guide(Guidebook(links), speech, self.examine.looks_for),
            "interview": Interview(links, speech),
            "caches": Caches(speech),
            "status": Status(desk, self.history, self.outbox, speech),
            "why": Why(desk, speech, links),
            "helpdesk": TellHelpdesk(desk, speech, links, self.examine.practices),
        }

    def _settings(self) -> Behaviours:
        """What people ask of the bot itself."""
        speech, outbox, preferences = self.speech, self.outbox, self.preferences
        can_look, now = self.examine.can_look, self.desk.now
        return {
            "promise": PromiseLook(
                outbox, self.drain, preferences, speech, can_look, now, self.look_again_after
            ),
            "stop": Stop(outbox, preferences, speech),
            "language": ChooseLanguage(speech, preferences, self._otherwise),
        }

    def _only_said(self) -> Behaviours:
        """What no button asks for."""
        speech, preferences = self.speech, self.preferences
        return {
            "new_photo": Say(speech, partial(new_photo, self._links)),
            "english": Speak(speech, preferences, "en"),
            "chinese": Speak(speech, preferences, "zh_Hant"),
            "greeting": Introduce(speech, texts.welcome),
            "thanks": Say(speech, texts.thanks),
        }

    @property
    def _own_pictures(self) -> OwnPictures:
        return OwnPictures(
            self.desk, self._examine, self.speech, self.audit, self.kept, self.pictures
        )

    @property
    def _examine(self) -> Examine:
        """With the way back from a change, which is in the memory of this process."""
        return replace(self.examine, way_back=WayBack(self.kept.overwritten))

    @property
    def _links(self) -> Links:
        return self.examine.presenter.links

    @property
    def _otherwise(self) -> Behaviour:
        return Say(self.speech, texts.otherwise)


def _among_others(alone: Router, aside: Aside, asked: Asked, speech: Speech) -> Router:
    """What is answered where others read: small talk; all else is taken aside."""
    help_, welcome = Say(speech, public.help_), Say(speech, public.welcome)
    small_talk = {"help": help_, "greeting": welcome, "thanks": Say(speech, texts.thanks)}
    return Router(
        verbs=dict.fromkeys(alone.verbs, aside) | {"help": help_},
        intents=dict.fromkeys(alone.intents, aside) | asked.each(small_talk),
        recognise=alone.recognise,
        otherwise=Say(speech, public.otherwise),
        joined=welcome,
        left=silence,
    )
