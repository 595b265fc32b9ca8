"""Every behaviour, and what leads to it."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.conversation.aside import Aside
from bot.conversation.asked import Asked
from bot.conversation.caches import Caches
from bot.conversation.choose_language import ChooseLanguage, Introduce, Speak
from bot.conversation.confirmed import Confirmed
from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.guide import Guide
from bot.conversation.guide_views import Guidebook
from bot.conversation.handed_over import Elsewhere
from bot.conversation.in_private import Chats, InPrivate
from bot.conversation.intents import Intents
from bot.conversation.interview import Interview
from bot.conversation.own_pictures import KeptPictures, OwnPictures
from bot.conversation.ports import History, JournalOf, Preferences, Promises
from bot.conversation.promising import PromiseLook, Stop
from bot.conversation.repair import Repair
from bot.conversation.sign_in import SigningIn
from bot.conversation.small_talk import Forget, ForgetPerson, Say
from bot.conversation.speech import Speech
from bot.conversation.status import Status
from bot.conversation.tell_helpdesk import TellHelpdesk
from bot.conversation.way_back import WayBack
from bot.conversation.why import Why
from bot.conversation.words import public, texts
from bot.conversation.words.new_photo import new_photo
from bot.conversation.wrong_photo import WrongPhoto
from bot.talk.ports import Pictures, PrivateMessenger
from bot.talk.router import Router, silence


def conversation(
    *,
    desk: Desk,
    examine: Examine,
    speech: Speech,
    intents: Intents,
    journal: JournalOf,
    forget: ForgetPerson,
    history: History,
    preferences: Preferences,
    promises: Promises,
    look_again_after: timedelta,
    chats: Chats,
    messenger: PrivateMessenger,
    own_chat: str,
    pictures: Pictures,
    kept: KeptPictures,
    elsewhere: Elsewhere | None = None,
    sign_in: SigningIn | None = None,
) -> Door:
    """The conversation as a whole; `own_chat` is the address of a chat with the bot."""
    examine = replace(examine, way_back=WayBack(kept.overwritten))
    own_pictures = OwnPictures(desk, examine, speech, journal, kept, pictures)
    wrong_photo = WrongPhoto(desk, examine, speech)
    help_ = Introduce(speech, texts.help_)
    welcome = Introduce(speech, texts.welcome)
    otherwise = Say(speech, texts.otherwise)
    links = examine.presenter.links
    status = Status(desk, history, promises, speech)
    why = Why(desk, speech, links)
    guide = Guide(Guidebook(links), speech, examine.can_look)
    later = PromiseLook(promises, preferences, speech, examine.can_look, desk.now, look_again_after)
    stop = Stop(promises, preferences, speech)
    signing_in = sign_in.verbs(speech) if sign_in else {}
    asked = Asked()
    router = Router(
        verbs={
            "check": wrong_photo,
            "sync": Repair(Confirmed(desk, speech), examine, journal, wrong_photo, elsewhere),
            "help": help_,
            "guide": guide,
            "interview": Interview(links, speech),
            "status": status,
            "why": why,
            "caches": Caches(speech),
            "helpdesk": TellHelpdesk(desk, speech, links, examine.practices),
            "promise": later,
            "stop": stop,
            "language": ChooseLanguage(speech, preferences, otherwise),
            **own_pictures.verbs(wrong_photo),
            **signing_in,
        },
        intents=asked.each(
            {
                "wrong_photo": wrong_photo,
                "steps": guide,
                "sync": wrong_photo,
                "new_photo": Say(speech, partial(new_photo, links)),
                "remove": own_pictures.ask_to_remove,
                "status": status,
                "why": why,
                "later": later,
                "stop": stop,
                "sign_out": signing_in.get("sign_out", otherwise),
                "english": Speak(speech, preferences, "en"),
                "chinese": Speak(speech, preferences, "zh_Hant"),
                "help": help_,
                "greeting": welcome,
                "thanks": Say(speech, texts.thanks),
            }
        ),
        recognise=intents.recognise,
        otherwise=otherwise,
        joined=welcome,
        left=Forget(forget, promises, kept.forget),
        pictured=own_pictures.new_picture,
    )
    aside = Aside(InPrivate(router, chats, messenger), speech, own_chat)
    return Door(router, _among_others(router, aside, asked, speech), chats)


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
