"""Every behaviour, and what leads to it."""

from bot.conversation.desk import Desk
from bot.conversation.door import Door
from bot.conversation.examine import Examine
from bot.conversation.guide import Guide
from bot.conversation.guide_views import Guidebook
from bot.conversation.intents import Intents
from bot.conversation.interview import Interview
from bot.conversation.repair import JournalOf, Repair
from bot.conversation.small_talk import Forget, ForgetPerson, Say
from bot.conversation.speech import Speech
from bot.conversation.words import texts
from bot.conversation.wrong_photo import WrongPhoto
from bot.talk.router import Router


def conversation(
    *,
    desk: Desk,
    examine: Examine,
    speech: Speech,
    intents: Intents,
    journal: JournalOf,
    forget: ForgetPerson,
    own_chat: str,
) -> Door:
    """The conversation as a whole; `own_chat` is the address of a chat with the bot."""
    wrong_photo = WrongPhoto(desk, examine, speech)
    help_ = Say(speech, texts.help_)
    welcome = Say(speech, texts.welcome)
    links = examine.presenter.links
    guide = Guide(Guidebook(links), speech, examine.can_look)
    router = Router(
        verbs={
            "check": wrong_photo,
            "sync": Repair(desk, examine, speech, journal, wrong_photo),
            "help": help_,
            "guide": guide,
            "interview": Interview(links, speech),
        },
        intents={
            "wrong_photo": wrong_photo,
            "steps": guide,
            "help": help_,
            "greeting": welcome,
            "thanks": Say(speech, texts.thanks),
        },
        recognise=intents.recognise,
        otherwise=Say(speech, texts.otherwise),
        joined=welcome,
        left=Forget(forget),
    )
    return Door(router, speech, own_chat)
