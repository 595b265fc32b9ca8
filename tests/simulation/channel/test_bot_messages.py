from simulation.channel.bot_messages import message_size

EMPTY = len('{"text":""}') * 2


def test_characters_count_two_bytes() -> None:
    assert message_size({"text": "photo"}) == EMPTY + 10


def test_characters_outside_the_basic_plane_count_four() -> None:
    assert message_size({"text": "📷"}) == EMPTY + 4


def test_pictures_in_base64_do_not_count() -> None:
    assert message_size({"text": "data:image/jpeg;base64,/9j/4AAQ+Sk="}) == EMPTY


def test_other_base64_counts() -> None:
    assert message_size({"text": "data:text/html;base64,AAAA"}) > EMPTY
