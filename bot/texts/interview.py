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
        Question.WHERE: _("Two or three questions will tell me what it probably is."),
        Question.MY_ACCOUNT: _(
            "My Account is Microsoft 365's page about you. Open it and look at the picture."
        ),
        Question.WHEN: _("New photos take a while to reach every app."),
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
        Answer.NEVER: _("I didn't change it"),
        Answer.UNKNOWN: _("I don't know"),
    }[answer]


def guess_title(guess: Guess, _: Gettext) -> str:
    """Name the probable cause in a headline."""
    return {
        Guess.NO_PHOTO: _("You probably have no photo in Microsoft 365"),
        Guess.NOT_STORED: _("The new photo probably isn't in Microsoft 365"),
        Guess.PUT_BACK: _("Your company probably puts the old photo back"),
        Guess.SHAREPOINT_OLD: _("SharePoint probably hasn't picked up your photo yet"),
        Guess.ON_ITS_WAY: _("Your photo is probably still on its way"),
        Guess.TEAMS_KEEPS: _("Teams probably shows a saved picture"),
        Guess.OUTLOOK_KEEPS: _("Outlook probably shows a saved picture"),
    }[guess]


def not_seen(_: Gettext) -> str:
    """Say that nothing was read, so the cause is a guess."""
    return _("I'm judging by your answers alone.")


def guess_words(guess: Guess, _: Gettext) -> str:
    """Explain the probable cause."""
    return {
        Guess.NO_PHOTO: _("Other apps have nothing to show until you add one."),
        Guess.NOT_STORED: _("Other apps take your photo from there."),
        Guess.PUT_BACK: _(
            "Some companies manage photos in their own directory, or don't let people change them."
        ),
        Guess.SHAREPOINT_OLD: _("It only picks up a photo when you visit, at most once a day."),
        Guess.ON_ITS_WAY: _(
            "Outlook and the profile card can take a day or two, Teams some days more."
        ),
        Guess.TEAMS_KEEPS: _("Teams saves pictures for a while; how long isn't known."),
        Guess.OUTLOOK_KEEPS: _("Outlook saves pictures with its address book, about once a day."),
    }[guess]


def advice_words(advice: Advice, links: Links, _: Gettext) -> str:
    """Tell what the person can do about the probable cause."""
    words = {
        Advice.ADD_PHOTO: _(
            "Open [My Account]({my_account}), choose your picture and upload a photo. Microsoft "
            "[shows how]({add_photo})."
        ),
        Advice.GUIDE: _(
            "Look at your photo there. [Microsoft explains why]({about_sync}); I'll show you how."
        ),
        Advice.WAIT: _(
            "Wait until tomorrow, then look again. Microsoft explains [how photos "
            "travel]({about_sync})."
        ),
        Advice.CLEAR_CACHES: _(
            "Sign out of it and in again. Still old? Ask your IT support to clear its cache."
        ),
        Advice.ASK_SUPPORT: _("Ask your IT support whether it can be changed there."),
    }[advice]
    return words.format_map(vars(links))
