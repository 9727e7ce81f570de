"""Joining, leaving, finding one's way."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from fieldwork.codebook_use import EmergentTag, Example, Use
from fieldwork.member import Role, StickySite
from fieldwork.note import NoteNumber
from fieldwork.speech_server import Outage, Place
from handlers.replies import book, book_change, health, people, site, welcome
from services.health import Health
from services.outgoing import Say
from services.team import InvitationRefused
from storage.jobs import Waiting
from tests.handlers.conftest import AUDIO_CLOCK
from tests.handlers.notes import CHAT, CODEBOOK, TERMS, THURSDAY_HALF_PAST_ELEVEN, member, spoken
from tests.handlers.telegram_html import seen
from tests.handlers.telegram_limits import fits, labels

PI = member("PI1", Role.PI, row=9)
HALF_PAST_TEN = THURSDAY_HALF_PAST_ELEVEN - timedelta(hours=1)
STICKY = StickySite(slug="riverside", since=THURSDAY_HALF_PAST_ELEVEN, day=date(2021, 11, 11))
WELL = Health(
    now=THURSDAY_HALF_PAST_ELEVEN,
    inbox=0,
    set_aside=0,
    jobs=Waiting(),
    waiting=(),
    failed=(),
    notes=3,
    free_bytes=78_000_000_000,
    model="faster-whisper base",
    speech_outage=None,
    last_backup=THURSDAY_HALF_PAST_ELEVEN,
    last_drill=THURSDAY_HALF_PAST_ELEVEN,
)


def test_a_welcome_says_what_counts_as_saved_and_what_telegram_reads() -> None:
    say = welcome.welcome(member(), "The link worker study")
    assert say.html == (
        "Welcome, Amal. You're in the study “The link worker study” as a researcher.\n\n"
        "Send me a text or a voice note after observing. It is saved only when I answer “Saved #…”. "
        "Telegram's own ticks don't count.\n\n"
        "I keep it encrypted on the study's computer. Telegram carries it here and can read it on the way, "
        "so use codes (P07, LW2), no names.\n\n"
        "Try one now. One tap erases it."
    )
    assert labels(say) == [["Practice note", "What is kept"]]


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (
            "expired",
            "This invitation has run out (it lasts three days). Ask your PI for a new one; nothing else is wrong.",
        ),
        ("used", "This invitation has been used; each works once. Ask your PI for a new one."),
        (
            "unknown",
            (
                "I don't know this invitation. Please open the link again, or copy the whole code. "
                "If that doesn't help, ask your PI for a new one."
            ),
        ),
    ],
)
def test_an_invitation_that_does_not_work_says_why(reason: str, sentence: str) -> None:
    refused = {
        "expired": InvitationRefused(chat_id=CHAT, reason="expired"),
        "used": InvitationRefused(chat_id=CHAT, reason="used"),
        "unknown": InvitationRefused(chat_id=CHAT, reason="unknown"),
    }[reason]
    assert welcome.invitation_refused(refused).html == sentence


@pytest.mark.parametrize("role", Role)
def test_help_shows_a_person_what_they_can_do(role: Role) -> None:
    say = welcome.help_text(member(role=role), CHAT)
    fits(say)
    assert ("/invite" in say.html) is (role is Role.PI)
    assert ("/team" in say.html) is (role is not Role.RESEARCHER)
    assert ("/undo" in say.html) is (role is not Role.ADMIN)


def test_the_site_of_the_day_is_named_with_its_time() -> None:
    assert site.which_site(TERMS, STICKY, CHAT).html.startswith("You're at Riverside since 11:30.")
    assert len([label for row in labels(site.which_site(TERMS, None, CHAT)) for label in row]) == 7
    assert site.site_set(TERMS, STICKY, CHAT).html == (
        "Riverside, until the day ends. A note that names another site goes there."
    )


def test_an_unknown_site_gets_the_nearest_names() -> None:
    say = site.unknown_site(TERMS, "<river>", CODEBOOK.sites[:2], CHAT)
    assert say.html == (
        "I don't know the site “&lt;river&gt;”. Did you mean Riverside or Hilltop? Nothing was changed."
    )
    assert labels(say) == [["Riverside", "Hilltop"], ["No site"]]


def test_an_invitation_comes_with_its_link_to_copy() -> None:
    say = people.invited(Role.RESEARCHER, "Amal", "c0de", "https://t.me/jottings_bot?start=c0de", CHAT)
    assert seen(say.html) == (
        "An invitation for Amal as a researcher. It works once, for three days. Give it to nobody else:\n\n"
        "https://t.me/jottings_bot?start=c0de\n\nOr they send me: /start c0de"
    )
    assert say.buttons[0][0].copies == "https://t.me/jottings_bot?start=c0de"


def test_the_team_is_listed_and_nobody_can_remove_themselves() -> None:
    say = people.members([PI, member()], PI, TERMS, CHAT)
    assert say.html == (
        "<b>The team</b>\nPI1 Amal (you), PI, since Thu 11 Nov 2021\nR1 Amal, researcher, since Thu 11 Nov 2021"
    )
    assert labels(say) == [["Remove R1"]]


def test_removing_somebody_is_asked_twice() -> None:
    say = people.remove_sure(member(), CHAT)
    assert labels(say) == [["Yes, remove R1", "No"]]


@pytest.mark.parametrize(
    ("state", "text"),
    [
        (WELL, "All well: nothing is waiting."),
        (replace(WELL, inbox=1), "Busy.\n1 message waiting."),
        (
            replace(WELL, waiting=(spoken([]),), now=THURSDAY_HALF_PAST_ELEVEN.replace(minute=34)),
            "Busy.\n1 recording waiting for words, the oldest since 11:30, 4 minutes ago.",
        ),
        (
            replace(WELL, speech_outage=Outage(since=HALF_PAST_TEN, reason="the speech server is busy (503)")),
            (
                "Something needs a look.\nNo words from the speech server since 10:30, 60 minutes ago: the speech "
                "server is busy (503). Recordings wait. See that it runs, then <code>jottings doctor</code>."
            ),
        ),
        (
            replace(WELL, set_aside=2),
            "Something needs a look.\n2 messages could not be dealt with and are kept aside, sealed.",
        ),
        (
            replace(WELL, jobs=Waiting(count=2, oldest=THURSDAY_HALF_PAST_ELEVEN - timedelta(hours=1))),
            (
                "Something needs a look.\n2 jobs overdue, the oldest since 10:30, 60 minutes ago: "
                "restart me, then <code>jottings doctor</code>."
            ),
        ),
    ],
)
def test_health_says_what_waits_and_since_when(state: Health, text: str) -> None:
    assert health.health(TERMS, state, CHAT).html.split("\n\n")[0] == text


@pytest.mark.parametrize(
    ("state", "line"),
    [
        (WELL, "Disk: 78 GB free."),
        (WELL, "Speech: faster-whisper base. Clock: Thu 11 Nov 11:30."),
        (replace(WELL, free_bytes=3_000_000), "only 3 MB free. Make room"),
        (WELL, "Last backup: Thu 11 Nov 11:30.\n"),
        (replace(WELL, last_backup=None), "Last backup: never. It is due"),
        (replace(WELL, last_drill=None), "Last restore drill: never. <code>jottings restore --drill</code> shows"),
    ],
)
def test_health_says_what_keeping_the_study_safe_needs(state: Health, line: str) -> None:
    assert line in health.health(TERMS, state, CHAT).html


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place.HERE, "recordings are turned into words there, by no other service."),
        (Place.OWN_SERVER, "recordings are turned into words by a speech server in the study's own network."),
        (Place.SERVICE, "recordings are sent to a speech service outside the study's network"),
    ],
)
def test_members_are_told_who_hears_their_recordings(place: Place, words: str) -> None:
    assert words in welcome.what_is_kept(AUDIO_CLOCK, place, CHAT).html


def test_an_empty_study_needs_no_backup() -> None:
    assert not replace(WELL, notes=0, last_backup=None).backup_is_due


USE = Use(
    themes=Counter({theme.slug: 12_345 for theme in CODEBOOK.themes}),
    suggested=Counter({theme.slug: 12_345 for theme in CODEBOOK.themes}),
    sites=Counter({site.slug: 12_345 for site in CODEBOOK.sites}),
)


def every_page() -> list[Say]:
    return [
        welcome.welcome(replace(PI, name="x<" * 500), "t>" * 500),
        welcome.already_in(PI, CHAT),
        welcome.practice(CHAT, 1_637_000_000),
        *(welcome.what_is_kept(AUDIO_CLOCK, place, CHAT) for place in Place),
        welcome.group_help(CHAT),
        site.unknown_site(TERMS, "y" * 4000, CODEBOOK.sites, CHAT),
        site.unknown_site(TERMS, "y", (), CHAT),
        people.invite_whom(CHAT),
        people.unknown_role("z" * 4000, CHAT),
        people.members([member(f"R{row}", row=row) for row in range(1, 80)], PI, TERMS, CHAT),
        people.removed(PI, CHAT),
        book.contents(TERMS, 12, CHAT, new_tags=12, changes=True),
        book.sites(TERMS, USE, CHAT),
        *(book.group(TERMS, group.slug, USE, CHAT) for group in CODEBOOK.groups),
        *(book.theme(replace(theme, definition="d&" * 3000), USE, CHAT) for theme in CODEBOOK.themes),
        book.examples(
            CODEBOOK.themes[-1], [Example(sentence="e&" * 3000, number=NoteNumber(10**9 + n)) for n in range(3)], CHAT
        ),
        *(book_change.how(verb, TERMS, CHAT) for verb in ("add", "rename", "merge", "retire", "alias")),
        book_change.changed("w&" * 60, 999_999, CHAT),
        book_change.new_tag(
            [EmergentTag(slug="t" * 300, numbers=tuple(NoteNumber(10**9 + n) for n in range(99)))], 0, TERMS, CHAT
        ),
        book_change.new_tag([], 0, TERMS, CHAT),
    ]


@pytest.mark.parametrize("say", every_page())
def test_every_page_fits_on_a_phone(say: Say) -> None:
    fits(say)
