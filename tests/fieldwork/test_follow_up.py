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
        "Worth our asking VS2 for the sign-in sheets.",
        "Someone on our side ought to find out from the ethics people.",
        "qu for LW1 on weds - how many does she send back",
        "I never caught what they said about the school, so I'll need to get that from link worker six.",
        "I'd love to know if she goes on her own, so that's one for my list.",
        "Still no letter of access - chase Weds if nothing in post.",
        "#money #riverside chase: did the bank ring LW7 back?",
        "What I need to do is ask her the week after next if he went back.",
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
        "She will ring the debt people on his behalf and follow it up with him on Monday.",
        "She's going to chase the befriending people for him on Monday.",
        "'We need to check the boiler before the baby's home,' says P17, 'we need to ring them again.'",
        "She also remarked that somebody ought to look into the blood pressure machine.",
        "The nurse put her head round and said could somebody chase the pharmacy, and nobody moved.",
        "Follow-up: none.",
        "Follow-up clinic runs Tuesdays in the same corridor.",
        "The ring on her finger was loose.",
        "",
    ],
)
def test_what_others_do_is_no_follow_up(text: str) -> None:
    assert follow_up(text) == ""
