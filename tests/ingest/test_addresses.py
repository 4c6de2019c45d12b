"""Addresses that try to reach what is inside: each refused by name, and nobody comes to the canary."""

import socket
import time
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websites import HOST, SITE, Canary, Names, reading, rule, site

from ingest.addresses import is_public, parse
from ingest.errors import WebError
from ingest.web import Limits, Web

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", SITE])

NUMBERS = [
    # Loopback as numbers that libraries read in their own ways.
    "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://127.0.0.1./", "http://2130706433/",
    "http://0x7f000001/", "http://0x7f.0x0.0x0.0x1/", "http://0X7F.1/", "http://0177.0.0.1/", "http://017700000001/",
    "http://00000177.0.0.1/", "http://127.0.0.1:80/", "https://127.0.0.1/", "http://127.255.255.254/",
    "http://0/", "http://0.0.0.0/", "http://0x0/", "http://127.0x0.1/",
    "http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b:1::7f00:1]/",
    "http://[2002:7f00:1::]/", "http://[2001:0:7f00:1::]/", "http://[fe80::1%25lo]/", "http://[::1%25lo]/",
    "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/",
    # Metadata of clouds, and networks of others.
    "http://169.254.169.254/latest/meta-data/", "http://2852039166/", "http://0xa9fea9fe/", "http://0251.0376.0251.0376/",
    "http://[::ffff:169.254.169.254]/", "http://100.100.100.200/", "http://192.0.0.192/", "http://168.63.129.16/",
    "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.1.1/", "http://100.64.0.1/", "http://255.255.255.255/",
    "http://8.8.8.8/", "http://1.2.3.4.5/",
]  # fmt: skip
FORMS = [
    "", "127.0.0.1", "localhost/", "//localhost/", "http:/localhost/", "http:localhost", 
    "file:///etc/passwd", "file://localhost/etc/passwd", "FILE:///etc/passwd", "gopher://127.0.0.1:6379/_INFO",
    "ftp://127.0.0.1/", "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "data:text/plain,hello",
    "data:text/html;base64,PGI+", "javascript:alert(1)", "jar:http://127.0.0.1!/", "ws://127.0.0.1/",
    "view-source:http://127.0.0.1/", "unix:///var/run/docker.sock", "netdoc:///etc/passwd", "http+unix://x/",
    "http://user:pass@docs.example/", "http://docs.example@127.0.0.1/", "http://docs.example:80@127.0.0.1/",
    "http://127.0.0.1\\@docs.example/", "http://docs.example\\@127.0.0.1/", "http://docs.example\\.127.0.0.1/",
    "http://docs.example#@127.0.0.1/", "http://127.0.0.1#@docs.example/", "http://127.0.0.1?@docs.example/",
    "http://docs.example?@127.0.0.1/", "http://docs.example&@127.0.0.1#@docs.example/", "http://@127.0.0.1/",
    "http:\\\\127.0.0.1\\", "http://127.0.0.1%2f@docs.example/", "http://http://docs.example/",
    "http://docs.example:22/", "http://docs.example:6379/", "http://docs.example:443/",
    "https://docs.example:80/", "http://docs.example:080/", "http://docs.example:/", "http://docs.example:99999/",
    "http://docs.example: 80/", "http://docs.example:80:80/", "http://docs.example /", " http://127.0.0.1/",
    "http://127.0.0.1\t/", "http://127.0.0.1\n/", "http://docs.example\r\nHost: localhost/", "http://docs.example/\x00",
    "ht\ntp://127.0.0.1/", "http://[::1/", "http://::1/", "http://docs.example/" + "a" * 3000, "http://\ud800/",
]  # fmt: skip
NAMES = [
    "http://localhost/", "http://LOCALHOST/", "http://localhost./", "http://docs.example./", "http://ip6-localhost/",
    "http://docs..example/", "http://.docs.example/", "http://-docs.example/", "http://docs-.example/",
    "http://docs_1.example/", "http:///localhost/", "https://", "http://%31%32%37.0.0.1/", "http://127.0.0.1%00/",
    "http://１２７.０.０.１/", "http://127。0。0。1/", "http://①②⑦.⓪.⓪.①/", "http://ｌｏｃａｌｈｏｓｔ/", "http://docs．example/",
    "http://ⓓocs.example/", "http://docs.exampl\u0435/", "http://dоcs.example/", "http://docs.example\u200b/",
    "http://docs\u00ad.example/", "http://\u212aernel.example/", "http://ſite.example/", "http://faß.example/",
    "http://docs.example.1/", "http://docs.0x1/", "http://" + "a." * 130 + "example/",
    "http://" + "a" * 64 + ".example/", "http://metadata/", "http://instance-data/",
    "http://docs.example;127.0.0.1/", "http://docs.example,127.0.0.1/", "http://docs.example|127.0.0.1/",
    "http://$(id).example/", "http://*.example/",
]  # fmt: skip
INSIDE = [
    "http://localhost.localdomain/", "http://metadata.google.internal/computeMetadata/v1/", "http://127.0.0.1.nip.io/",
    "http://localtest.me/", "https://kubernetes.default.svc/", "http://rebound.example/", "http://docs.example/",
]  # fmt: skip
EVERY = [
    *((url, "url_address") for url in NUMBERS),
    *((url, "url_form") for url in FORMS),
    *((url, "url_host") for url in NAMES),
    *((url, "url_address") for url in INSIDE),
]
SHUT = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.254", "127.0.0.1",
    "127.8.8.8", "168.63.129.16", "169.254.169.254", "169.254.0.1", "172.16.0.1", "172.31.255.255", "192.0.0.1",
    "192.0.0.9", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::808:808",
    "64:ff9b:1::1", "100::1", "2001::1", "2001:0:7f00:1::", "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::",
    "2002:808:808::", "3ffe::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%lo", "fec0::1",
    "ff02::1", "2606:4700::1111%lo", "", "localhost", "127.1", "2130706433", "0x7f.1", "1.1.1.1 ",
]  # fmt: skip
PIECES = st.sampled_from([HOST, "127.0.0.1", "[::1]", "xn--", "80", "0x7f", *"@:/\\#?.;&[]% -_\t．／＠é"])
OPEN = [
    "1.1.1.1",
    "8.8.8.8",
    "93.184.216.34",
    "151.101.0.144",
    "100.128.0.1",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450::1",
]


@pytest.fixture
def canary():
    made = Canary()
    yield made
    made.close()


class Careless:
    """A resolver that takes every form of a number, as C's does, and leads inside whatever else it is asked for."""

    def __init__(self, port):
        self._port = port

    def __call__(self, host, port):
        try:
            number = socket.inet_ntoa(socket.inet_aton(host))
        except (OSError, UnicodeError):
            number = "169.254.169.254" if "metadata" in host else "127.0.0.1"
        return [(number, self._port)]


def naive_hosts(url):
    """What a list would have to hold for the address to be let through."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return host, host.rstrip("."), HOST


def refusal(web, url):
    start = time.monotonic()
    with pytest.raises(WebError) as refused:
        web.fetch(url)
    assert time.monotonic() - start < 5
    assert str(refused.value).isascii()
    assert len(str(refused.value)) < 500
    return refused.value.code


def test_there_are_enough_of_them():
    assert len({url for url, _ in EVERY}) == len(EVERY) >= 120


@pytest.mark.parametrize(("url", "code"), EVERY, ids=range(len(EVERY)))
def test_a_hostile_address_is_refused_even_where_the_list_has_its_host(canary, url, code):
    web = Web(naive_hosts(url), resolver=Careless(canary.port))
    assert refusal(web, url) == code
    assert canary.visits == 0


@pytest.mark.parametrize("url", [url for url, _ in EVERY if url.isprintable() and url], ids=ascii)
def test_no_page_leads_on_to_one(canary, url):
    careless = Careless(canary.port)
    with site() as shown:
        location = url.encode("utf-8").decode("latin-1")
        shown.gives("/a", status=302, headers=(("Location", location),))
        answers = Names().stand(HOST, [(SITE, shown.port)])
        web = Web(
            ("start.example", *naive_hosts(url)),
            resolver=lambda host, port: answers(HOST, port) if host == "start.example" else careless(host, port),
            rule=rule,
        )
        # Of relative ones it is the page's own host that is asked, and has nothing there.
        assert refusal(web, "http://start.example/a") in ("url_form", "url_host", "url_address", "url_gone")
    assert canary.visits == 0


def test_the_canary_sees_who_is_let_through(canary):
    """Else none of this would prove anything."""
    through = Web((HOST,), resolver=Careless(canary.port), rule=lambda number: True)
    assert refusal(through, f"http://{HOST}/") == "url_broken"
    assert canary.visits == 1


@pytest.mark.parametrize("number", SHUT)
@pytest.mark.parametrize("beside", [(), ("93.184.216.34",)], ids=["alone", "beside a public one"])
def test_a_name_that_stands_for_a_number_inside_is_refused(canary, number, beside):
    names = Names().stand(HOST, [(each, canary.port) for each in (*beside, number)])
    assert refusal(Web((HOST,), resolver=names), f"http://{HOST}/") == "url_address"
    assert (canary.visits, names.asked) == (0, [HOST])


@pytest.mark.parametrize("number", OPEN)
def test_public_numbers_are_public(number):
    assert is_public(number)


@pytest.mark.parametrize(
    "host",
    ["www.gov.uk.evil.example", "evilwww.gov.uk", "gov.uk", "ww.gov.uk", "www-gov.uk", "parts.example.org",
     "a.www.gov.uk", "evilparts.example", "parts.example.evil.example", "example", "xn--www-gov.uk"],
)  # fmt: skip
def test_a_host_that_is_not_on_the_list_is_not_even_looked_up(canary, host):
    names = Names().stand(host, [("127.0.0.1", canary.port)])
    web = Web(("www.gov.uk", "parts.example", ".parts.example"), resolver=names, rule=lambda number: True)
    assert refusal(web, f"http://{host}/") == "url_host"
    assert (canary.visits, names.asked) == (0, [])


@pytest.mark.parametrize("host", ["www.gov.uk", "parts.example", "a.parts.example", "a.b.parts.example", "WWW.Gov.UK"])
def test_hosts_on_the_list_are_looked_up(host):
    names = Names()
    assert refusal(Web(("www.gov.uk", "parts.example", ".parts.example"), resolver=names), f"http://{host}/") == (
        "url_unreachable"
    )
    assert names.asked == [host.lower()]


def test_a_name_that_changes_its_mind_is_asked_once_for_each_page(canary):
    inside = [("127.0.0.1", canary.port)]
    with site() as shown:
        shown.gives("/a")
        shown.gives("/leads", status=302, headers=(("Location", "/a"),))
        names = Names().stand(HOST, [(SITE, shown.port)], inside)
        assert reading(shown, resolver=names).fetch(f"http://{HOST}/a").data
        assert names.asked == [HOST]
        names = Names().stand(HOST, [(SITE, shown.port)], inside)
        assert refusal(reading(shown, resolver=names), f"http://{HOST}/leads") == "url_address"
        assert (names.asked, canary.visits) == ([HOST, HOST], 0)
        with socket.create_server((SITE, 0)) as closed:
            nobody = closed.getsockname()
        names = Names().stand(HOST, [nobody], inside)
        assert refusal(reading(shown, resolver=names), f"http://{HOST}/a") == "url_unreachable"
        assert (names.asked, canary.visits) == ([HOST], 0)


def test_proxies_and_passwords_of_the_environment_are_not_used(canary, tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")
    (tmp_path / ".netrc").write_text(f"machine {HOST} login ann password secret\n", encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    monkeypatch.setenv("LANGCHAIN_ENV", "local_test")
    with site() as shown:
        shown.gives("/a")
        assert reading(shown).fetch(f"http://{HOST}/a").data
        assert "Authorization" not in shown.seen[0][1]
    assert refusal(Web((HOST,), resolver=Careless(canary.port)), f"http://{HOST}/") == "url_address"
    assert canary.visits == 0


@settings(max_examples=500, deadline=None)
@given(st.sampled_from([HOST, "xn--a.example", ""]), st.lists(PIECES | st.characters(), max_size=8).map("".join))
def test_no_two_programs_read_an_address_in_two_ways(host, rest):
    """What is let through means the same to everybody, as it was given and as it is sent."""
    given_as = f"http://{host}{rest}"
    try:
        address = parse(given_as)
    except WebError:
        return
    sent = httpx.URL(address.url)
    assert urlsplit(given_as).hostname == urlsplit(address.url).hostname == sent.raw_host.decode() == address.host
    assert (urlsplit(address.url).username, sent.userinfo, sent.port) == (None, b"", None)
    assert address.url.isascii()
    assert parse(address.url).host == address.host


def test_a_refusal_does_not_repeat_a_password():
    with pytest.raises(WebError) as refused:
        parse("http://ann:secret@docs.example/")
    assert "secret" not in str(refused.value)


def test_limits_are_those_that_the_readme_names():
    assert Limits() == Limits(seconds=20, connecting=5, size=25_000_000, redirects=5)
