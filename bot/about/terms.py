"""What the page on terms says where a company gives no terms of its own."""

from bot.about.document import Document, Section
from bot.chat.language import Language


def terms(language: Language) -> Document:
    """Say what people can rely on, and what is asked of them."""
    _ = language.gettext
    return Document(
        title=_("Terms of use"),
        lead=_(
            "Photobot is a tool that your company offers you for your profile photo. Your "
            "company's rules for its systems apply to it."
        ),
        sections=(
            Section(
                _("When you use it"),
                (
                    _("Use it for your own photo, unless you help others for your helpdesk."),
                    _(
                        "Send it only pictures that you may use, and that fit your company's rules "
                        "for profile photos."
                    ),
                    _(
                        "Photobot changes your photo with your company's permission. It says "
                        "first what it overwrites or removes."
                    ),
                ),
            ),
            Section(
                _("What you can rely on"),
                (
                    _(
                        "Photobot says that your photo is the same everywhere only after it has "
                        "read every copy. Apps and browsers may show an older one that they saved."
                    ),
                    _(
                        "It works with Microsoft 365, and is slow or away when that is. Your "
                        "company can change it, limit it or switch it off."
                    ),
                    _("Its software is free under the MIT License, and comes without warranty."),
                ),
            ),
        ),
    )
