"""Recordings go to private addresses, and elsewhere only when a person has said so."""

import pytest

from transcription.address import AddressRefused, AddressWrong, Server, Way, is_private, server_at, ways

PLAIN = server_at("http://speech.lan:8000")
ENCRYPTED = server_at("https://speech.example")


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("http://127.0.0.1:8000", Server(scheme="http", host="127.0.0.1", port=8000, path="")),
        ("http://10.0.0.7:8000/v1/", Server(scheme="http", host="10.0.0.7", port=8000, path="")),
        ("https://speech.lan/whisper/v1", Server(scheme="https", host="speech.lan", port=443, path="/whisper")),
        ("http://[fd00::7]:80", Server(scheme="http", host="fd00::7", port=80, path="")),
    ],
)
def test_an_address_may_end_in_v1_or_not(url: str, server: Server) -> None:
    assert server_at(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "",
        "speech.lan",
        "ftp://speech.lan",
        "http://",
        "http://me:secret@speech.lan",
        "http://a:99999",
        "http://a/?key=k",
    ],
)
def test_what_is_no_address_or_carries_a_secret_is_refused_in_one_sentence_without_it(url: str) -> None:
    with pytest.raises(AddressWrong) as refused:
        server_at(url)
    assert "secret" not in str(refused.value)
    assert "JOTTINGS_TRANSCRIBER_URL" in str(refused.value)


@pytest.mark.parametrize(
    ("address", "private"),
    [
        ("127.0.0.1", True),
        ("127.255.0.1", True),
        ("::1", True),
        ("10.1.2.3", True),
        ("172.16.0.1", True),
        ("172.31.255.255", True),
        ("192.168.178.20", True),
        ("169.254.10.1", True),
        ("fe80::1%eth0", True),
        ("fd12:3456::1", True),
        ("::ffff:192.168.1.1", True),
        ("::ffff:8.8.8.8", False),
        ("8.8.8.8", False),
        ("172.15.255.255", False),
        ("172.32.0.1", False),
        ("192.169.0.1", False),
        ("100.64.0.1", False),  # a provider's network (RFC 6598): many customers'
        ("0.0.0.0", False),  # noqa: S104 - dialled, not bound to
        ("2606:4700::1111", False),
        ("2002:c0a8:0101::1", False),
        ("64:ff9b::10.0.0.1", False),
        ("speech.lan", False),
        ("", False),
    ],
)
def test_private_is_this_machine_and_the_private_networks_of_the_standards(address: str, *, private: bool) -> None:
    assert is_private(address) is private


def test_the_numbers_that_were_looked_at_are_dialled_and_no_proxy_is_asked() -> None:
    found = ways(PLAIN, ["fd00::7", "10.0.0.7"], public=False)
    assert found == (
        Way(url="http://[fd00::7]:8000", direct=True),
        Way(url="http://10.0.0.7:8000", direct=True),
    )


@pytest.mark.parametrize("addresses", [["8.8.8.8"], ["10.0.0.7", "8.8.8.8"], ["10.0.0.7", "2606:4700::1111"]])
@pytest.mark.parametrize("server", [PLAIN, ENCRYPTED])
def test_one_address_that_is_not_private_is_enough_to_refuse(server: Server, addresses: list[str]) -> None:
    with pytest.raises(AddressRefused, match="JOTTINGS_TRANSCRIBER_PUBLIC=true"):
        ways(server, addresses, public=False)


def test_a_public_address_that_was_agreed_to_needs_encryption() -> None:
    with pytest.raises(AddressRefused, match="https://"):
        ways(PLAIN, ["8.8.8.8"], public=True)
    assert ways(ENCRYPTED, ["8.8.8.8"], public=True) == (Way(url="https://speech.example:443", direct=False),)


def test_a_private_address_is_dialled_directly_also_where_a_public_one_would_be_allowed() -> None:
    assert ways(PLAIN, ["10.0.0.7"], public=True) == (Way(url="http://10.0.0.7:8000", direct=True),)


def test_a_name_that_only_a_proxy_knows_is_left_to_it_where_that_was_agreed_to() -> None:
    assert ways(ENCRYPTED, [], public=True) == (Way(url="https://speech.example:443", direct=False),)
    assert ways(ENCRYPTED, [], public=False) == ways(PLAIN, [], public=True) == ()
