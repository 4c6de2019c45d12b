"""Pages of the web: what is read, over connections that are really made, and what is not, without one."""

import asyncio
import gzip
import socket
import ssl
import threading
import time
import tracemalloc
from datetime import UTC, datetime, timedelta

import pytest
from websites import HOST, SITE, Given, Names, authority, reading, site

from ingest.errors import WebError
from ingest.web import DOCX, Limits

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", SITE])
SOON = Limits(seconds=0.6, connecting=0.3)


@pytest.fixture
def shown():
    with site() as made:
        yield made


@pytest.fixture(scope="module")
def trusted():
    return authority()


def refused(web, url):
    """The error that reading an address ends with, and the seconds it took."""
    start = time.monotonic()
    with pytest.raises(WebError) as error:
        web.fetch(url)
    assert len(str(error.value)) > 30
    return error.value, time.monotonic() - start


def code(web, url):
    return refused(web, url)[0].code


def test_a_page_is_read_from_where_its_name_leads(shown):
    shown.gives("/a/b?c=d", b"# Text")
    before = datetime.now(UTC).replace(microsecond=0)
    page = reading(shown).fetch(f"http://{HOST.upper()}:80/a/b?c=d#part")
    assert (page.url, page.data, page.ending) == (f"http://{HOST}/a/b?c=d", b"# Text", ".txt")
    assert before <= datetime.fromisoformat(page.retrieved) <= datetime.now(UTC)
    ((path, headers),) = shown.seen
    assert (path, headers["Host"], headers["Accept-Encoding"]) == ("/a/b?c=d", HOST, "gzip")
    assert not {"Cookie", "Authorization", "Referer"} & set(headers)


def test_what_is_not_ascii_in_a_path_is_written_as_browsers_do(shown):
    shown.gives("/%E5%BA%83%E5%B3%B6%20x?q=%C3%A9")
    assert reading(shown).fetch(f"http://{HOST}/広島%20x?q=é").url.endswith("/%E5%BA%83%E5%B3%B6%20x?q=%C3%A9")


@pytest.mark.parametrize(
    ("path", "kind", "ending"),
    [
        ("/a", "text/html; charset=utf-8", ".html"),
        ("/a.pdf", "Text/HTML", ".html"),
        ("/a", "application/xhtml+xml", ".html"),
        ("/a", "application/pdf", ".pdf"),
        ("/a", "text/plain", ".txt"),
        ("/README.md", "text/plain", ".md"),
        ("/README.md?raw=true", "text/plain", ".md"),
        ("/a", "text/markdown", ".md"),
        ("/a", DOCX, ".docx"),
    ],
)
def test_the_kind_of_a_file_is_what_its_server_says(shown, path, kind, ending):
    shown.gives(path, kind=kind)
    assert reading(shown).fetch(f"http://{HOST}{path}").ending == ending


@pytest.mark.parametrize("kind", [None, "", "image/png", "application/octet-stream", "application/zip", "text/css"])
def test_other_kinds_are_not_read(shown, kind):
    shown.gives("/a", kind=kind)
    assert code(reading(shown), f"http://{HOST}/a") == "url_type"


@pytest.mark.parametrize(
    ("status", "expected"),
    [(404, "url_gone"), (410, "url_gone"), (403, "url_status"), (500, "url_status"), (204, "url_status"),
     (206, "url_status"), (304, "url_status"), (302, "url_status")],
)  # fmt: skip
def test_only_a_whole_page_is_taken(shown, status, expected):
    shown.gives("/a", b"" if status in (204, 304) else b"x", status=status)
    assert code(reading(shown), f"http://{HOST}/a") == expected


def test_a_packed_page_is_unpacked(shown):
    shown.gives("/a", b"word " * 1000, packed=True)
    assert reading(shown).fetch(f"http://{HOST}/a").data == b"word " * 1000


def test_a_bomb_is_left_packed(shown):
    shown.gives("/a", bytes(25_000_001), packed=True)
    assert len(gzip.compress(bytes(25_000_001))) < 30_000
    assert code(reading(shown), f"http://{HOST}/a") == "url_too_large"


def test_what_is_unpacked_of_a_bomb_is_no_more_than_may_be_kept(shown):
    shown.gives("/a", gzip.compress(bytes(50_000_000)), headers=(("Content-Encoding", "gzip"),))
    web = reading(shown, limits=Limits(size=1_000_000))
    tracemalloc.start()
    try:
        assert code(web, f"http://{HOST}/a") == "url_too_large"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("packed", [True, False])
def test_a_page_may_be_as_large_as_the_limit(shown, packed):
    web = reading(shown, limits=Limits(size=2000))
    for size, taken in ((2000, True), (2001, False)):
        shown.gives("/a", b"x" * size, packed=packed)
        if taken:
            assert len(web.fetch(f"http://{HOST}/a").data) == size
        else:
            assert code(web, f"http://{HOST}/a") == "url_too_large"


def test_a_body_without_an_end_is_cut_by_size(shown):
    shown.gives("/a", b"x" * 10_000, endless=True)
    error, took = refused(reading(shown, limits=Limits(size=1_000_000)), f"http://{HOST}/a")
    assert (error.code, took < 5) == ("url_too_large", True)


def test_packed_bytes_that_make_nothing_are_counted_too(shown):
    nothing = gzip.compress(b"")[:10] + b"\x00\x00\x00\xff\xff" * 4000
    shown.gives("/a", nothing, headers=(("Content-Encoding", "gzip"),))
    assert code(reading(shown, limits=Limits(size=10_000)), f"http://{HOST}/a") == "url_too_large"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Given(gzip.compress(b"x" * 999)[:-9], headers=(("Content-Encoding", "gzip"),)), "url_broken"),
        (Given(gzip.compress(b"a") + gzip.compress(b"b"), headers=(("Content-Encoding", "gzip"),)), "url_broken"),
        (Given(b"not packed", headers=(("Content-Encoding", "gzip"),)), "url_broken"),
        (Given(b"x", headers=(("Content-Encoding", "br"),)), "url_type"),
        (Given(b"x", headers=(("Content-Encoding", "gzip, gzip"),)), "url_type"),
        (Given(b"x" * 999, cut=10), "url_broken"),
        (Given(b"x" * 999, headers=(("Content-Length", "-5"),)), "url_broken"),
        (Given(b"x", headers=(("X-Long", "x" * 200_000),)), "url_broken"),
    ],
)
def test_half_a_page_is_none(shown, given, expected):
    shown.paths["/a"] = given
    assert code(reading(shown), f"http://{HOST}/a") == expected


@pytest.mark.parametrize(
    "answer",
    [b"", b"\r\n\r\n", b"hello", b"HTTP/2 200\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n",
     b"HTTP/1.1 101 Switching\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nx",
     b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
     b"HTTP/1.1 302 Found\r\nLocation: //\xff\xfe/\r\n\r\n", b"HTTP/1.1 302 Found\r\nLocation: http://[::1\r\n\r\n",
     b"HTTP/1.1 302 Found\r\nLocation: data:text/plain,hello\r\n\r\n", b"HTTP/1.1 302 Found\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Type: \xff\r\n\r\n", bytes(range(256))],
)  # fmt: skip
def test_whatever_a_server_sends_ends_in_an_error_of_ours(answer):
    def answering(listening):
        with listening.accept()[0] as visitor:
            visitor.recv(4096)
            visitor.sendall(answer)

    with socket.create_server((SITE, 0)) as listening:
        threading.Thread(target=answering, args=(listening,), daemon=True).start()
        names = Names().stand(HOST, [listening.getsockname()])
        told = code(reading(None, resolver=names, limits=SOON), f"http://{HOST}/")
    assert told in ("url_broken", "url_form", "url_host", "url_status", "url_type")


@pytest.mark.parametrize("given", [Given(b"x" * 999, pace=0.05), Given(head_pace=0.05)], ids=["body", "head"])
def test_a_slow_server_is_left_in_time(shown, given):
    shown.paths["/a"] = given
    error, took = refused(reading(shown, limits=SOON), f"http://{HOST}/a")
    assert (error.code, took < 2) == ("url_timeout", True)


def test_slow_names_are_left_in_time_too(shown):
    def never(host, port):
        time.sleep(3)
        return [(SITE, shown.port)]

    error, took = refused(reading(shown, limits=SOON, resolver=never), f"http://{HOST}/a")
    assert (error.code, took < 2) == ("url_timeout", True)


def test_a_server_that_says_nothing_is_left_in_time():
    with socket.create_server((SITE, 0)) as silent:
        names = Names().stand(HOST, [silent.getsockname()])
        error, took = refused(reading(None, resolver=names, limits=SOON), f"http://{HOST}/")
        assert (error.code, took < 2) == ("url_timeout", True)
        error, took = refused(reading(None, resolver=names, limits=SOON), f"https://{HOST}/")
        assert (error.code, took < 2) == ("url_unreachable", True)


def test_the_next_number_is_tried_where_the_first_does_not_answer(shown):
    with socket.create_server((SITE, 0)) as closed:
        nobody = closed.getsockname()
    shown.gives("/a")
    names = Names().stand(HOST, [nobody, (SITE, shown.port)])
    assert reading(shown, resolver=names).fetch(f"http://{HOST}/a").data
    assert code(reading(shown, resolver=Names().stand(HOST, [nobody])), f"http://{HOST}/a") == "url_unreachable"
    assert code(reading(shown, resolver=Names()), f"http://{HOST}/a") == "url_unreachable"
    assert code(reading(shown, resolver=Names().stand(HOST, [])), f"http://{HOST}/a") == "url_unreachable"


def test_redirects_are_followed_five_times_without_cookies(shown):
    for step in range(6):
        shown.gives(f"/{step}", status=302, headers=(("Location", f"/{step + 1}"), ("Set-Cookie", "a=b; Path=/")))
    shown.gives("/6")
    names = Names().stand(HOST, [(SITE, shown.port)])
    assert reading(shown, resolver=names).fetch(f"http://{HOST}/1").url == f"http://{HOST}/6"
    assert len(names.asked) == 6
    assert not any("Cookie" in headers for _, headers in shown.seen)
    assert code(reading(shown), f"http://{HOST}/0") == "url_redirects"
    shown.gives("/loop", status=307, headers=(("Location", "/loop"),))
    assert code(reading(shown), f"http://{HOST}/loop") == "url_redirects"


@pytest.mark.parametrize(
    ("location", "ends"),
    [("b", "/a/b"), ("../c", "/c"), ("?d", "/a/x?d"), (f"//{HOST}/e", "/e"), (f"HTTP://{HOST}:80/f#g", "/f")],
)
def test_a_redirect_may_be_relative(shown, location, ends):
    shown.gives("/a/x?", status=301, headers=(("Location", location),))
    shown.gives(ends)
    assert reading(shown).fetch(f"http://{HOST}/a/x?").url == f"http://{HOST}{ends}"


def test_a_redirect_leads_to_another_host_only_where_that_is_on_the_list_too(shown):
    shown.gives("/a", status=302, headers=(("Location", "http://sub.other.example/b"),))
    shown.gives("/b")
    names = Names().stand(HOST, [(SITE, shown.port)]).stand("sub.other.example", [(SITE, shown.port)])
    web = reading(shown, HOST, ".other.example", resolver=names)
    assert web.fetch(f"http://{HOST}/a").url == "http://sub.other.example/b"
    assert shown.seen[-1][1]["Host"] == "sub.other.example"
    assert code(reading(shown, HOST, resolver=names), f"http://{HOST}/a") == "url_host"
    assert code(reading(shown, HOST, "other.example", resolver=names), f"http://{HOST}/a") == "url_host"


def test_tls_is_made_with_the_name_though_the_connection_goes_to_a_number(trusted):
    with site(trusted[0]) as shown:
        shown.gives("/a")
        page = reading(shown, trust=trusted[1]).fetch(f"https://{HOST}/a")
        assert (page.url, page.data) == (f"https://{HOST}/a", Given().body)
        assert shown.names_shown == [HOST]
        assert shown.seen[0][1]["Host"] == HOST


@pytest.mark.parametrize(
    ("name", "more"),
    [("other.example", {}), (SITE, {}), (HOST, {"not_after": datetime.now(UTC) - timedelta(days=1)})],
    ids=["another name", "the number", "out of date"],
)
def test_a_certificate_must_be_for_the_name_and_valid(trusted, name, more):
    with site(trusted[0], name, **more) as shown:
        shown.gives("/a")
        assert code(reading(shown, trust=trusted[1]), f"https://{HOST}/a") == "url_tls"
        assert shown.seen == []


def test_authorities_of_the_environment_are_not_trusted(trusted, tmp_path, monkeypatch):
    trusted[0].cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))
    with site(trusted[0]) as shown:
        shown.gives("/a")
        assert code(reading(shown), f"https://{HOST}/a") == "url_tls"
        assert reading(shown, trust=ssl.create_default_context()).fetch(f"https://{HOST}/a")


def test_a_server_without_tls_is_not_read_over_https(shown):
    shown.gives("/a")
    assert code(reading(shown), f"https://{HOST}/a") in ("url_tls", "url_unreachable")
    assert shown.seen == []


def test_nothing_is_read_down_from_https(trusted):
    with site(trusted[0]) as shown:
        shown.gives("/a", status=302, headers=(("Location", f"http://{HOST}/b"),))
        assert code(reading(shown, trust=trusted[1]), f"https://{HOST}/a") == "url_redirects"


def test_pages_are_read_on_any_thread_but_not_within_a_loop(shown):
    shown.gives("/a")

    async def inside():
        return await asyncio.to_thread(reading(shown).fetch, f"http://{HOST}/a")

    assert asyncio.run(inside()).data
