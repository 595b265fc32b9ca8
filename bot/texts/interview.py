"""Words of the interview: questions, answers, probable causes and advice."""

from bot.chat.language import Gettext
from bot.photos.interview import Advice, Answer, Guess, Question
from bot.texts.links import Links


def question_words(question: Question, _: Gettext) -> str:
    """Return the question itself."""
    return {
        Question.WHERE: _("Where do you see the wrong photo?"),
        Question.MY_ACCOUNT: _("Which photo does My Account show?"),
        Question.WHEN: _("When did you change your photo?"),
    }[question]


def question_help(question: Question, _: Gettext) -> str:
    """Tell how the person finds the answer."""
    return {
        Question.WHERE: _(
            "I can't look at your photo myself, so I ask you instead. After two or three "
            "questions I can tell what it probably is."
        ),
        Question.MY_ACCOUNT: _(
            "My Account is Microsoft 365's own page about you. Open it, and look at the picture "
            "there."
        ),
        Question.WHEN: _("New photos take their time to arrive in every app."),
    }[question]


def answer_words(answer: Answer, _: Gettext) -> str:
    """Return the title of the button that gives an answer."""
    return {
        Answer.SHAREPOINT: _("SharePoint or OneDrive"),
        Answer.TEAMS: _("Teams"),
        Answer.OUTLOOK: _("Outlook"),
        Answer.EVERYWHERE: _("Everywhere"),
        Answer.NEW: _("The right photo"),
        Answer.OLD: _("The wrong photo"),
        Answer.NONE: _("No photo"),
        Answer.TODAY: _("Today or yesterday"),
        Answer.EARLIER: _("Longer ago"),
        Answer.NEVER: _("I did not change it"),
        Answer.UNKNOWN: _("I don't know"),
    }[answer]


def guess_title(guess: Guess, _: Gettext) -> str:
    """Name the probable cause in a headline."""
    return {
        Guess.NO_PHOTO: _("Probably you have no photo in Microsoft 365"),
        Guess.NOT_STORED: _("Probably the new photo is not in Microsoft 365"),
        Guess.PUT_BACK: _("Probably your company puts the old photo back"),
        Guess.SHAREPOINT_OLD: _("Probably SharePoint has not fetched your photo yet"),
        Guess.ON_ITS_WAY: _("Probably your photo is still on its way"),
        Guess.TEAMS_KEEPS: _("Probably Teams shows a picture that it kept"),
        Guess.OUTLOOK_KEEPS: _("Probably Outlook shows a picture that it kept"),
    }[guess]


def not_seen(_: Gettext) -> str:
    """Say that nothing was read, so the cause is a guess."""
    return _("I have not seen your photo; this is what your answers point to.")


def guess_words(guess: Guess, _: Gettext) -> str:
    """Explain the probable cause."""
    return {
        Guess.NO_PHOTO: _("There is nothing that other apps could show until you add one."),
        Guess.NOT_STORED: _("The other apps take your photo from there."),
        Guess.PUT_BACK: _(
            "Where photos are managed in the company's own directory, or people may not change "
            "them, a photo of your own does not stay."
        ),
        Guess.SHAREPOINT_OLD: _(
            "It does so only when you look at your own photo there, and at most once in 24 hours."
        ),
        Guess.ON_ITS_WAY: _(
            "Outlook and the profile card can take a day or two, and Teams some days more."
        ),
        Guess.TEAMS_KEEPS: _(
            "Teams keeps pictures of its own for some time; for how long is not known."
        ),
        Guess.OUTLOOK_KEEPS: _(
            "Outlook keeps pictures with its address book, which it loads about once a day."
        ),
    }[guess]


def advice_words(advice: Advice, links: Links, _: Gettext) -> str:
    """Tell what the person can do about the probable cause."""
    words = {
        Advice.ADD_PHOTO: _(
            "**What you can do:** open [My Account]({my_account}), choose your picture and upload "
            "a photo; Microsoft [explains how]({add_photo})."
        ),
        Advice.GUIDE: _(
            "**What you can do:** look at your own photo in SharePoint, which makes it "
            "[fetch the new one]({about_sync}). I show you how, one small step at a time."
        ),
        Advice.WAIT: _(
            "**What you can do:** wait until tomorrow, then look again. Microsoft explains "
            "[how photos travel]({about_sync})."
        ),
        Advice.CLEAR_CACHES: _(
            "**What you can do:** sign out of that app and sign in again. If the old one is still "
            "there, ask your IT support how to clear the app's cache."
        ),
        Advice.ASK_SUPPORT: _(
            "**What you can do:** ask your IT support whether your photo can be changed in the "
            "company's directory."
        ),
    }[advice]
    return words.format_map(vars(links))
