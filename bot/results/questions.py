"""Cards of the interview: the next question after some answers, or the probable cause."""

from bot.chat.language import Gettext
from bot.photos.interview import ADVICE, START, Advice, Answer, Ask, Guess, Question, after
from bot.texts import interview as words
from bot.texts.buttons import GuideButton, InterviewButton
from bot.texts.links import Links
from cards.views import Button, Link, MessageView, Mood

Answers = tuple[Answer, ...]


def interview_view(answers: Answers, links: Links, _: Gettext) -> MessageView:
    """Show what follows from the answers; the first question where they make no sense."""
    match after(answers):
        case Ask() as ask:
            return _question(ask, answers, links, _)
        case Guess() as guess:
            return _guess(guess, answers, links, _)
        case None:
            return _question(START, (), links, _)


def _question(ask: Ask, answers: Answers, links: Links, _: Gettext) -> MessageView:
    # People can answer this one only by looking, so the page is one press away.
    about_my_account = ask.question is Question.MY_ACCOUNT
    return MessageView(
        words.question_words(ask.question, _),
        (words.question_help(ask.question, _),),
        (
            *(_to((*answers, each), words.answer_words(each, _)) for each in ask.answers),
            *((_my_account(links, _),) if about_my_account else ()),
            *_back(answers, _),
        ),
    )


def _guess(guess: Guess, answers: Answers, links: Links, _: Gettext) -> MessageView:
    advice = ADVICE[guess]
    return MessageView(
        words.guess_title(guess, _),
        (
            words.not_seen(_),
            words.guess_words(guess, _),
            words.advice_words(advice, links, _),
        ),
        (
            *_remedy(advice, links, _),
            *_back(answers, _),
            InterviewButton().titled(_("Ask me again")),
        ),
        Mood.WARNING,
    )


def _remedy(advice: Advice, links: Links, _: Gettext) -> tuple[Button | Link, ...]:
    match advice:
        case Advice.ADD_PHOTO:
            return (_my_account(links, _),)
        case Advice.GUIDE:
            return (GuideButton().titled(_("Show me the steps"), primary=True),)
        case _:
            return ()


def _my_account(links: Links, _: Gettext) -> Link:
    return Link(_("Open My Account"), links.my_account)


def _back(answers: Answers, _: Gettext) -> tuple[Button, ...]:
    return (_to(answers[:-1], _("Back")),) if answers else ()


def _to(answers: Answers, title: str) -> Button:
    return InterviewButton(answers).titled(title)
