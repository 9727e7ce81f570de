"""What is said is parsed, not guessed: whole notes in many voices, and what each says of itself."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldwork.codebook import Codebook
from fieldwork.note import CodeKind, NoteType, Origin
from fieldwork.reading import Reading, read_note

SENT = datetime(2021, 11, 25, 18, tzinfo=UTC)

# text | sites | said themes | participants | and the time, "follow-up", "no site"
SAID = """
this is hill top theme is um trust and finance debrief with L W two | hilltop | trust finance | LW2 |
MDW / P41 / money / 3pm. Arrears again. | meadow | finance | P41 | 15:00
HBR 10.35 LW8 + P14. Sat on the wall. | harbour | | LW8 P14 | 10:35
ORC, P3 home visit, 0915. Dog barked. | orchard | | P03 | 09:15
jct 0915 p33 thought she was from the bank | junction | | P33 | 09:15
Orchard, no sorry, Meadow. Busy in there. | meadow | | |
Um, Riverside, scratch that, Harbour, patient twenty-two, she was early. | harbour | | P22 |
Theme finance, scratch that, theme trust. Hilltop. She waited. | hilltop | trust | |
Okay, site two, theme housing, um, and loneliness. He was cold. | hilltop | housing loneliness | |
Patient nineteen, Hilltop, about twenty past ten. Theme trust. | hilltop | trust | P19 | 10:20
She held the door. She never does. Meadow, LW5, 11:20. | meadow | | LW5 | 11:20
They argued about the chair. Half past twelve. Riverside. | riverside | | | 12:30
It rained all the way. Junction, listening, link worker six. | junction | listening | LW6 |
LW5 rang four numbers and nobody picked up. Community capacity. | meadow | community-capacity | LW5 |
LW3 made tea for all of them. Validation. | orchard | validation | LW3 |
So yeah, trust. That's what it comes down to for P12. | | | P12 |
Trust was the word she used. P12 nodded. | | | P12 |
#hbr#housing#finance p25 has an arrears letter | harbour | finance housing | P25 |
#site:hilltop #theme:online-groups P03 got on | hilltop | online-groups | P03 |
#RoomSpace again at #meadow | meadow | room-space | |
#room_space, #Riverside, #P7 | riverside | room-space | P07 |
Hilltop tomorrow, but this is the Harbour network, RC four at the desk. | harbour | | RC4 |
Not at Hilltop today, at Meadow with LW5. | meadow | | LW5 |
We walked the riverside path with P09 and she talked. | | | P09 |
There's an orchard behind P17's house, apples all over. | | | P17 |
The meadow was flooded so P20 came by bus. | | | P20 |
P18 waits at the junction for the number nine bus. | | | P18 |
Harbour wall, cold, P11 would not come in. | | | P11 |
Junction Road practice, two of them at the desk, RC1 and RC2. | junction | | RC1 RC2 |
Riverside and Hilltop, both quiet. | riverside hilltop | | |
Compared with Riverside, Meadow is noisy. LW5 said so. | riverside meadow | | LW5 |
LW4 and VS1 sorted coats. | harbour | | LW4 VS1 |
GP one asked who she was. PN3 told him. | | | GP1 PN3 |
G P two, community navigator five. | meadow | | GP2 LW5 |
I'd rather not say which surgery. P40 shouted. | | | P40 | no site
Not saying where. GP9 swore at her. | | | GP9 | no site
No names, no place. A woman has not eaten since Sunday. | | | | no site
I don't think we should say the surgery. PN1 had words. | | | PN1 | no site
No site on this one please, LW2 cried. | | | LW2 | no site
P02 would rather not say which practice she was with. LW1 let it go. | riverside | | P02 LW1 |
LW2 has the form. Someone remind me to ask how the tribunal went. | hilltop | | LW2 | follow-up
Who's at hilltop fri? | hilltop | | |
At meadow thurs, LW5 had no chair. | meadow | | LW5 |
LW6 will ring the council. Needs chasing, that letter. | junction | | LW6 | follow-up
Could someone re-ring the numbers on Thursday? I'm away. LW2 has the list. | hilltop | | LW2 | follow-up
Somebody should go back to this with LW5 after Christmas. | meadow | | LW5 | follow-up
Mind me to ask LW2 whether it held. | hilltop | | LW2 | follow-up
Put it in the diary for a fortnight. LW6 said it may be over by then. | junction | | LW6 | follow-up
"You must ask them," LW3 said. He did. | orchard | | LW3 |
LW1 needs to check the register. | riverside | | LW1 |
Quarter to five, Orchard, the shutters half down. | orchard | | | 16:45
half nine this morning, junk shun, P oh seven | junction | | P07 | 09:30
Just after two, Riverside. Nobody at the desk. | riverside | | | 14:00
14.10 Harbour. P08 and wife. | harbour | | P08 | 14:10
Ten thirty-five, arbour, sorry, Harbour, with L W four and V S one. | harbour | | LW4 VS1 | 10:35
Er, medal, just before ten, LW five, theme's housing. | meadow | housing | LW5 | 10:00
Er, it's Wednesday, reverside, P oh two. Quiet. | riverside | | P02 | 12:00
Site: Orchard. Themes: trust, listening. P30 sat by the door. | orchard | trust listening | P30 |
Location Harbour, tag loneliness. P31 had no one in since Sunday. | harbour | loneliness | P31 |
code: finance, site: junction - p32 brought the bills in a shoe box | junction | finance | P32 |
RVS 1400 LW7 late, P33 waited 20 min in the corridor | riverside | | LW7 P33 | 14:00
16:20 ht. lw2 + p34. kettle broken. | hilltop | | LW2 P34 | 16:20
P35 opened up about the arrears. Theme: trust, site: Meadow. | meadow | trust | P35 |
That's it. Site harbour, themes finance and housing. | harbour | finance housing | |
P36 used to go to Riverside but LW2 knows her now. | hilltop | | P36 LW2 |
Unlike Hilltop, there is a room here. LW6 has a key. | junction | | LW6 |
At the junction with the main road P37 turned back. LW1 waited. | riverside | | P37 LW1 |
The orchard had been sold, P38 told LW4. | harbour | | P38 LW4 |
He works at the harbour, P39, on nights. LW2 rang at six. | hilltop | | P39 LW2 |
Hill Top Farm is where P41 keeps the goats. LW5 went. | meadow | | P41 LW5 |
Riverside Surgery and Meadow Health Centre share a printer, it turns out. | riverside meadow | | |
site one, site five, same poster, different wall | riverside meadow | | |
Link worker one and patient six, site 1. | riverside | | LW1 P06 |
receptionist two told the practice manager one. Orchard. | orchard | | RC2 PM1 |
volunteer three, L.W. 4, P zero nine | harbour | | VS3 LW4 P09 |
She saw patient after patient, two an hour. LW3 was grey. | orchard | | LW3 |
#Trust #HILLTOP P44 | hilltop | trust | P44 |
Hashtag trust, hashtag housing, orchard. | orchard | trust housing | |
uh, hover practice, theme, um, decision making, with link worker eight | harbour | decision-making | LW8 |
Methods note. The recorder misses LW5 when the fan is on. | meadow | | LW5 |
Only me: I felt useless today. LW2 did it all. | hilltop | | LW2 |
Yesterday, quarter past two, Meadow. P45 laughed. | meadow | | P45 | 14:15
On Tuesday at about four, Harbour, P46. | harbour | | P46 | 16:00
9am, Junction, queue out of the door. | junction | | | 09:00
Noon. Riverside. Nothing moves. | riverside | | | 12:00
P47 is 10.35 on the list. LW1 shrugged. | riverside | | P47 LW1 |
The clinic opens at half eight. LW2 is there by seven. | hilltop | | LW2 |
Ask LW3 about the minibus next week. P48 relies on it. | orchard | | LW3 P48 | follow-up
P49's follow-up appointment was cancelled. LW5 found out by text. | meadow | | P49 LW5 |
LW1 asked P50 to check the letter. | riverside | | LW1 P50 |
To follow up: the key to room 4. LW6. | junction | | LW6 | follow-up
Chase PM2 re the rota, Harbour. | harbour | | PM2 | follow-up
I need to find out who pays. LW7 doesn't know. | riverside | | LW7 | follow-up
I should have asked P51. LW2 looked tired. | hilltop | | P51 LW2 |
We'd better leave the site out. GP4 was rude. | | | GP4 | no site
I won't say which practice. RC3 wept. | | | RC3 | no site
The receptionist wouldn't say which surgery she meant. LW1 guessed. | riverside | | LW1 |
orchid, P fifty two, er, again about the bus | orchard | | P52 |
She bought an orchid for LW1. | riverside | | LW1 |
P53 got a medal for swimming. LW2 clapped. | hilltop | | P53 LW2 |
The function was lost on P54. LW4 explained. | harbour | | P54 LW4 |
Next visit is booked. Riverside, half nine. | riverside | | |
Right so I'm at Orchard, it's about loneliness really. P60 and her cat. | orchard | loneliness | P60 |
Meadow. P61, LW5. Theme is, er, what was it, travel. | meadow | travel-cost | P61 LW5 |
Two themes, trust and, um, room space. Junction. | junction | trust room-space | |
P 62, no sorry, P 63, came with her brother to Hilltop. | hilltop | | P63 |
LW4, I mean LW8, did the talking. | harbour | | LW8 |
Tagging this housing. LW3 wrote three letters. | orchard | housing | LW3 |
I'd code it as finance and housing. LW2 and P64. | hilltop | finance housing | LW2 P64 |
#houseing #hilltop P65 | hilltop | housing | P65 |
#lonliness. LW1 stayed on. | riverside | loneliness | LW1 |
#MDT LW6 was asked to speak. | junction | team-integration | LW6 |
#phone_appts LW5 all morning | meadow | phone-appointments | LW5 |
hashtag room space hashtag riverside | riverside | room-space | |
riverside/P66/LW1/debts and the meter | riverside | | P66 LW1 |
Hilltop - finance - P67 - LW2 - 2.15pm | hilltop | finance | P67 LW2 | 14:15
So this'll be a short one. Harbour practice. P68. | harbour | | P68 |
Hi, it's me again, at the Junction, with patient seven. | junction | | P07 |
Sat in the car outside Hilltop Medical Centre, P69 just left. | hilltop | | P69 |
We're at site four. The kettle's broken. | harbour | | |
Er, what day is it, Thursday, or chart, LW three. | orchard | | LW3 |
okay meddow, link worker five, patient seventy one, it's about benefits | meadow | finance | LW5 P71 |
Theme: none really. Riverside. P72 came in wet. | riverside | | P72 |
She doesn't trust him. LW7 heard it through the wall. | riverside | | LW7 |
It was about trust, she said, and about nothing else. LW2 agreed. | hilltop | | LW2 |
He talked about money for an hour. P74. | | | P74 |
They were housing him in a hotel. LW6 rang. | junction | | LW6 |
The theme of the quiz was travel. P75 won it. LW4 clapped. | harbour | | P75 LW4 |
No code for this one. LW3 laughed. | orchard | | LW3 |
P76's house backs on to the harbour. LW1 walked her home. | riverside | | P76 LW1 |
I sat in the orchard and ate a sandwich. Site Meadow. | meadow | | |
The Meadow, not the meadow by the river, LW5 made me laugh about that. | meadow | | LW5 |
From the Hilltop surgery you can see the harbour. P77 likes it. | hilltop | | P77 |
Debrief: LW2. Decision making. | hilltop | decision-making | LW2 |
Debriefed with LW3 by phone, 4.45pm. Tired. | orchard | | LW3 | 16:45
Quick one on trust, Hilltop, P78. | hilltop | trust | P78 |
One about the waiting list for LW6. | junction | | LW6 |
Reflexive. I was cross with P79 and it showed. | | | P79 |
Not going to name the practice. LW1 was in tears. | | | LW1 | no site
Leaving out where this was. GP5 shouted at RC1. | | | GP5 RC1 | no site
Don't put a site on this. LW2. | | | LW2 | no site
Follow up: who has the key to the store? LW5. | meadow | | LW5 | follow-up
Need to check with LW8 whether the letter went. | harbour | | LW8 | follow-up
Next time ask P80 about the allotment. LW3 smiled. | orchard | | P80 LW3 | follow-up
I must remember to look at the poster again. RVS. | riverside | | | follow-up
pls chase LW6 re the minutes | junction | | LW6 | follow-up
LW7 will chase the council. | riverside | | LW7 |
P81 was told to follow up with the GP. LW2 sighed. | hilltop | | P81 LW2 |
At ten past two, Meadow, P83 and her mum. | meadow | | P83 | 14:10
It's quarter past three and I'm outside Junction Road practice. | junction | | | 15:15
Quarter of an hour late, P84, Hilltop. | hilltop | | P84 |
The half past nine didn't show. LW5 did her e-mails. | meadow | | LW5 |
P eighty five, oh sorry, P eighty six, with VS two, river side. | riverside | | P86 VS2 |
nurse two and the practice manager three at the Orchard surgery | orchard | | PN2 PM3 |
Social prescriber one, patient four. | riverside | | LW1 P04 |
P87 + P88 (couple). LW2. | hilltop | | P87 P88 LW2 |
"""
ROWS = [[cell.strip() for cell in row.split("|")] for row in SAID.strip().splitlines()]
DICTATED = ("hill top", "junk shun", "arbour", "Um,", "Er,", "uh,", "orchid, P", "river side")  # as an engine writes it


def read(text: str, codebook: Codebook) -> Reading:
    dictated = any(said in text for said in DICTATED)
    return read_note(text, codebook, sent_at=SENT, dictated=dictated)


def said(reading: Reading, kind: CodeKind) -> set[str]:
    return {code.slug for code in reading.codes if code.kind is kind and code.origin is not Origin.SUGGESTED}


def also(reading: Reading) -> list[str]:
    time = [f"{reading.observed_at:%H:%M}"] if reading.observed_at else []
    return time + ["follow-up"] * bool(reading.follow_up) + ["no site"] * reading.no_site


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:50] for row in ROWS])
def test_a_note_says_where_what_who_and_when(codebook: Codebook, row: list[str]) -> None:
    text, sites, themes, people, rest = row
    reading = read(text, codebook)
    assert said(reading, CodeKind.SITE) == set(sites.split())
    assert said(reading, CodeKind.THEME) == set(themes.split())
    assert set(reading.participants) == set(people.split())
    assert also(reading) == ([rest] if rest else [])


SENT_AT = [
    [cell.strip() for cell in line.split("|")]
    for line in Path(__file__).with_name("said.table").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("row", SENT_AT, ids=[row[1][:50] for row in SENT_AT])
def test_a_note_is_read_by_how_and_when_it_was_sent(codebook: Codebook, row: list[str]) -> None:
    (how, at), text, sites, themes, people, rest = row[0].split(), *row[1:]
    sent_at = SENT.replace(hour=int(at[:2]), minute=int(at[3:]))
    reading = read_note(text, codebook, sent_at=sent_at, dictated=how == "voice")
    kind = [] if reading.note_type is NoteType.OBSERVATION else [reading.note_type.value]
    assert said(reading, CodeKind.SITE) == set(sites.split())
    assert said(reading, CodeKind.THEME) == set(themes.split())
    assert set(reading.participants) == set(people.split())
    assert {*kind, *also(reading)} == {item.strip() for item in rest.split(";") if item.strip()}
