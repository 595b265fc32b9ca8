"""The people who may be photographed; none of them exists."""

from simulation.photographs.sitter import Sitter

_FAIR, _ROSY, _OLIVE, _TAN = (232, 188, 162), (226, 172, 146), (206, 158, 122), (186, 134, 98)
_BROWN, _DEEP, _DARK, _GOLD = (152, 102, 74), (118, 76, 56), (92, 60, 46), (224, 178, 140)
_BLACK, _ESPRESSO, _CHESTNUT, _COPPER = (26, 20, 20), (48, 32, 24), (92, 54, 32), (150, 72, 34)
_SAND, _STRAW, _GREY, _SILVER = (150, 116, 74), (196, 156, 98), (122, 118, 114), (196, 194, 190)
_BLUE, _GREEN, _HAZEL = (92, 124, 150), (98, 116, 80), (122, 92, 54)

# The positions are skin, hairstyle, hair colour, softness of the features and age (0 to 1).
PEOPLE = (
    Sitter(_FAIR, "wavy", _CHESTNUT, 0.9, 0.25, eyes=_GREEN, width=0.96, eye_size=1.1,
           clothes="blazer", cloth=(48, 62, 92)),
    Sitter(_DEEP, "crop", _BLACK, 0.15, 0.35, beard="short", nose=1.25, lips=1.3,
           clothes="shirt", cloth=(196, 206, 220)),
    Sitter(_GOLD, "fringe", _BLACK, 0.9, 0.3, nose=0.95, lips=0.95,
           clothes="blouse", cloth=(150, 60, 72)),
    Sitter(_ROSY, "receding", _SILVER, 0.1, 0.9, eyes=_BLUE, glasses="square",
           clothes="suit", cloth=(58, 62, 74)),
    Sitter(_BROWN, "long", _BLACK, 0.95, 0.3, eye_size=1.12, lips=1.15,
           clothes="blouse", cloth=(38, 108, 104)),
    Sitter(_OLIVE, "quiff", _ESPRESSO, 0.2, 0.3, eyes=_HAZEL, beard="full", brow=1.3,
           clothes="shirt", cloth=(74, 92, 120)),
    Sitter(_DARK, "afro", _BLACK, 0.85, 0.25, glasses="round", nose=1.2, lips=1.35, eye_size=1.1,
           clothes="sweater", cloth=(196, 146, 60)),
    Sitter(_FAIR, "short", _COPPER, 0.3, 0.3, eyes=_BLUE, beard="stubble", jaw=0.96,
           clothes="hoodie", cloth=(96, 104, 110)),
    Sitter(_TAN, "covered", _BLACK, 0.95, 0.3, head="scarf", accent=(196, 178, 168),
           eye_size=1.12, clothes="blouse", cloth=(92, 100, 140)),
    Sitter(_TAN, "bald", _GREY, 0.1, 0.7, beard="goatee", width=1.05,
           clothes="blazer", cloth=(72, 66, 60)),
    Sitter(_ROSY, "ponytail", _STRAW, 0.9, 0.2, eyes=_BLUE, eye_size=1.08,
           clothes="tee", cloth=(210, 208, 202)),
    Sitter(_BROWN, "covered", _BLACK, 0.1, 0.5, head="turban", accent=(150, 44, 52), beard="full",
           brow=1.2, clothes="suit", cloth=(40, 48, 66)),
    Sitter(_FAIR, "bob", _SILVER, 0.8, 0.85, eyes=_BLUE, glasses="round",
           clothes="sweater", cloth=(120, 60, 92)),
    Sitter(_GOLD, "swept", _BLACK, 0.35, 0.2, glasses="square", width=1.03, nose=1.05,
           clothes="tee", cloth=(44, 54, 60)),
    Sitter(_BROWN, "curls", _ESPRESSO, 0.9, 0.35, eyes=_HAZEL, nose=1.15, lips=1.25, eye_size=1.1,
           clothes="shirt", cloth=(222, 212, 200)),
    Sitter(_ROSY, "curly", _SAND, 0.3, 0.25, eyes=_GREEN, width=0.97,
           clothes="sweater", cloth=(60, 88, 70)),
    Sitter(_OLIVE, "bun", _ESPRESSO, 0.9, 0.45, jaw=0.95,
           clothes="blazer", cloth=(128, 44, 54)),
    Sitter(_DARK, "bald", _BLACK, 0.1, 0.45, beard="short", nose=1.25, lips=1.3, width=1.03,
           clothes="suit", cloth=(34, 38, 48)),
    Sitter(_FAIR, "long", _STRAW, 0.95, 0.3, eyes=_BLUE, eye_size=1.1,
           clothes="shirt", cloth=(140, 170, 200)),
    Sitter(_TAN, "short", _GREY, 0.15, 0.75, beard="moustache", brow=1.3,
           clothes="shirt", cloth=(120, 64, 60)),
)  # fmt: skip
