"""A note that an earlier version stored opens as it was."""

from fieldwork.note import Origin
from storage.records import NOTE

# As it was written before refusals were kept.
EARLIER = (
    b'{"number":213,"source_id":"213","revision":2,"author":1,"author_label":"R1","kind":"text",'
    b'"text":"LW1 asked about the dog.","observed_at":"2021-11-11T11:30:00Z","recorded_at":"2021-11-11T11:30:00Z",'
    b'"readable_at":"2021-11-11T11:30:00Z","note_type":"observation","audience":"team","status":"written","codes":['
    b'{"kind":"site","slug":"riverside","origin":"link-worker","evidence":"LW1","by":"","at":null},'
    b'{"kind":"theme","slug":"finance","origin":"suggested","evidence":"","by":"","at":null},'
    b'{"kind":"theme","slug":"trust","origin":"tapped","evidence":"","by":"R1","at":"2021-11-11T11:31:00Z"}],'
    b'"no_site":false,"participants":[],"follow_up":"","chat_id":5001,"message_id":17,"audio_seconds":null,'
    b'"heard_seconds":null,"recording_deleted_at":null,"checked_at":null,"asr_model":null,"asr_settings":"",'
    b'"language":"","segments":[],"corrections":[],"put_right":[],"imported":false,"hidden_at":null}'
)


def test_a_note_from_before_refusals_has_none_and_its_themes_stay() -> None:
    note = NOTE.unpack(EARLIER)
    assert (note.themes, note.suggested_themes, note.refused) == (("trust",), ("finance",), ())
    assert [(code.origin, code.by, code.proposed) for code in note.codes if code.slug == "trust"] == [
        (Origin.TAPPED, "R1", False)
    ]
