"""Follow-up: the author's own wish, not what others said or did."""

import pytest

from fieldwork.follow_up import follow_up


@pytest.mark.parametrize(
    "sentence",
    [
        "Follow up: ask about the shed.",
        "Follow-up with GP2 needed.",
        "So, um, follow up, ask LW4 what happened with the grant.",
        "One to follow up.",
        "f/u P09 housing letter",
        "to ask: who books room 4?",
        "Would like to go back to the silence with LW3 in the debrief.",
        "LW2 said the referrals had dried up. don't forget to ask GP1 why",
        "Worth following up with LW5.",
        "I want to follow that up with LW2.",
        "Need to follow this up.",
        "I need to ask LW3 about the bell-ringers next time.",
        "I\u2019ll ask her about it in the debrief.",
        "I need to check on this one next week, can somebody remind me.",
        "Remind me to ring PM1 about the room.",
        "Remember to check the bus times.",
        "Don't forget to ask about the choir.",
        "Must check whether the form came back.",
        "Ask LW2 on Friday whether he went.",
        "Check with PN1 whether it's every week.",
        "Chase: has anyone found an earlier slot?",
        "Can someone chase the practice manager?",
        "Next time: ask about the dog.",
        "We need to find out who books the rooms.",
    ],
)
def test_the_sentence_that_asks_is_kept_word_for_word(sentence: str) -> None:
    assert follow_up(f"P07 came in late. {sentence} It rained.") == sentence


@pytest.mark.parametrize(
    "text",
    [
        "LW2 followed up with a call.",
        "She has a follow-up appointment in June, and the follow-up letter never came.",
        "No follow-up was offered.",
        "The GP said he would follow up.",
        "LW4 will chase the council.",
        "When she refers someone she also says, I will ring you in the meantime.",
        "LW2 needs to ask the council.",
        "She said, I need to check with my daughter.",
        '"I must ask my son," she said.',
        "He had to check the form twice.",
        "Ask anyone at the desk and they shrug.",
        "LW1 told her to ask the pharmacist.",
        "We have to talk about money, LW2 told him.",
        "I asked LW3 what she thought.",
        "Nobody had checked on him since March.",
        "",
    ],
)
def test_what_others_do_is_no_follow_up(text: str) -> None:
    assert follow_up(text) == ""
