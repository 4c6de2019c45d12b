"""Signing in and out over HTTP."""

import pytest
from guarded import PASSWORD, cookie


def test_a_reader_without_a_session_is_led_to_the_form_and_back(guarded):
    status, headers, _ = guarded.send("nobody", "GET", "/docs", Accept="text/html")
    assert (status, headers["Location"]) == (303, "/sign-in?next=/docs")
    status, headers, page = guarded.send("nobody", "GET", headers["Location"])
    assert status == 200
    assert 'name="next" value="/docs"' in page
    status, headers, _ = guarded.sign_in("mia", to="/docs")
    assert (status, headers["Location"]) == (303, "/docs")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(headers["Set-Cookie"].split("; "))
    assert guarded.send("", "GET", "/docs", Cookie=cookie(headers))[0] == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [("mia", "wrong"), ("mia", ""), ("Mia", PASSWORD), ("nobody at all", PASSWORD), ("", ""), ("mia\0", PASSWORD)],
)
def test_what_does_not_fit_is_not_let_in_and_not_told_apart(guarded, name, password):
    status, headers, page = guarded.sign_in(name, password)
    assert status == 401
    assert "do not fit together" in page
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\r\nX: y"]
)
def test_nobody_is_led_to_another_site(guarded, to):
    assert guarded.sign_in("mia", to=to)[1]["Location"] == "/"


def test_what_was_typed_is_escaped(guarded):
    page = guarded.sign_in('"><script>alert(1)</script>')[2]
    assert "<script>alert" not in page


def test_signing_out_ends_the_session_on_the_server(guarded):
    kept = cookie(guarded.sign_in("max")[1])
    assert guarded.send("", "GET", "/v1/documents", Cookie=kept)[0] == 200
    status, headers, _ = guarded.send("", "POST", "/sign-out", Cookie=kept)
    assert status == 303
    assert "Max-Age=0" in headers["Set-Cookie"]
    assert guarded.send("", "GET", "/v1/documents", Cookie=kept)[0] == 401


def test_another_sites_page_can_neither_ask_nor_sign_anybody_in_or_out(guarded):
    for path in ("/v1/ask", "/sign-in", "/sign-out"):
        for origin in ("https://evil.example", f"http://127.0.0.1:{guarded.port + 1}", "null"):
            status, _, body = guarded.send("mia", "POST", path, {"question": "?"}, Origin=origin)
            assert (status, body["error"]["code"]) == (403, "foreign_origin")


def test_a_form_of_another_type_is_no_question(guarded):
    body = '{"question": "Is AI mentioned?"}'
    status, _, _ = guarded.send("mia", "POST", "/v1/ask", body, Content_Type="text/plain")
    assert status == 422


def test_guessing_is_held_back_even_from_the_right_password(serve):
    server = serve()
    server.serving.admission.people.add("eve", "member", PASSWORD, "test")
    for _ in range(10):
        assert server.sign_in("eve", "a guess of twelve")[0] == 401
    status, headers, page = server.sign_in("eve")
    assert status == 429
    assert int(headers["Retry-After"]) > 60
    assert "quarter of an hour" in page


def test_guessing_many_names_is_held_back_by_address(serve):
    server = serve()
    server.serving.admission.people.add("eve", "member", PASSWORD, "test")
    statuses = [server.sign_in(f"name {number}", "a guess of twelve")[0] for number in range(41)]
    assert statuses == [401] * 40 + [429]


def test_over_tls_the_cookie_goes_no_other_way(serve):
    server = serve(public_url="https://accord.example")
    server.serving.admission.people.add("eve", "member", PASSWORD, "test")
    kept = server.sign_in("eve")[1]["Set-Cookie"]
    assert kept.startswith("__Host-accord_session=")
    assert "Secure" in kept.split("; ")


@pytest.mark.parametrize("change", ["password", "role", "remove"])
def test_a_change_of_somebody_ends_their_sessions(serve, change):
    server = serve()
    people = server.serving.admission.people
    people.add("eve", "admin", PASSWORD, "test")
    kept = cookie(server.sign_in("eve")[1])
    assert server.send("", "GET", "/v1/documents", Cookie=kept)[0] == 200
    if change == "remove":
        people.remove("eve", "test")
    else:
        people.change("eve", "test", **{change: "member" if change == "role" else "another good password"})
    assert server.send("", "GET", "/v1/documents", Cookie=kept)[0] == 401
    assert server.send("", "GET", "/v1/documents")[0] == 401  # and nobody else is let in, now that nobody is left


def test_the_page_knows_who_is_signed_in(guarded):
    status, _, page = guarded.send("mia", "GET", "/", Accept="text/html")
    assert status == 200
    assert "Accord Assistant" in page
