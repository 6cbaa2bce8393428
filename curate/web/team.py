"""Who acts: a name where people have no accounts; accounts with passwords and roles where they have."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from curate.errors import Refused
from curate.review.accounts import ROLES as DUTIES
from curate.review.accounts import Account, checked_name
from curate.review.passwords import LEAST
from curate.web.asked import LEADING, ROLES, Asked, json_object, read, write
from curate.web.desk import Desk
from curate.web.render import environment
from curate.web.sessions import Session, cookie_of


def routes(desk: Desk) -> list[Route]:
    """Return the routes of this view."""
    common = [read(desk, "/me", me), write(desk, "/me", say_who, roles=ROLES)]
    if not desk.team:
        return common
    return [
        *common,
        Route("/login", _page(desk, _login_page), methods=["GET"]),
        Route("/login", _act(desk, _sign_in), methods=["POST"]),
        Route("/welcome", _page(desk, _welcome_page), methods=["GET"]),
        Route("/welcome", _act(desk, _accept), methods=["POST"]),
        write(desk, "/logout", sign_out, roles=ROLES),
        write(desk, "/me/password", change_password, roles=ROLES),
        read(desk, "/accounts", accounts, roles=LEADING),
        write(desk, "/accounts/add", add, roles=LEADING),
        write(desk, "/accounts/invite", invite, roles=LEADING),
        write(desk, "/accounts/role", give_role, roles=LEADING),
        write(desk, "/accounts/remove", remove, roles=LEADING),
    ]


def me(asked: Asked) -> Response:
    """Show who acts, and let them say it where there are no accounts."""
    people = [person.name for person in asked.review.protocol.people]
    return asked.html("me.html", here="", people=people, duties=DUTIES, least=LEAST)


def say_who(asked: Asked) -> Response:
    """Say who acts from now on in this session."""
    if asked.desk.team:
        raise Refused("in a team everybody has an account", "sign out, and in with the other one")
    asked.session.name = checked_name(asked.text("name"))
    return asked.json({"name": asked.session.name})


def _page(desk: Desk, make: Callable[[Desk, Request], HTMLResponse]) -> Callable[..., Any]:
    """Return the answer to who has no session yet; who has one goes on."""

    async def answer(request: Request) -> Response:
        session: Session | None = request.state.session
        if session is not None and not request.query_params.get("word"):
            return RedirectResponse("/", 303)
        return await run_in_threadpool(make, desk, request)

    return answer


def _door(template: str, status: int = 200, **words: Any) -> HTMLResponse:
    return HTMLResponse(environment().get_template(template).render(words), status)


def _login_page(desk: Desk, request: Request) -> HTMLResponse:
    with desk.review("") as review:
        return _door("login.html", title=review.protocol.title)


def _welcome_page(desk: Desk, request: Request) -> HTMLResponse:
    word = request.query_params.get("word", "")
    account = desk.accounts.invited(word)
    if account is None:
        return _door("welcome_none.html", 403)
    session: Session | None = request.state.session
    token = session.token if session else ""
    return _door("welcome.html", word=word, account=account, duties=DUTIES, least=LEAST, token=token)


def _act(desk: Desk, enter: Callable[[Desk, dict[str, Any]], Account]) -> Callable[..., Any]:
    """Return the answer that begins a session when `enter` finds an account."""

    async def answer(request: Request) -> Response:
        data = json_object(await request.body())
        account = await run_in_threadpool(enter, desk, data)
        if request.state.session is not None:
            desk.sessions.end(request.state.session.id)
        session = desk.sessions.begin(account.name, account.role, account.stamp)
        response = JSONResponse({"name": account.name, "role": account.role})
        desk.remember(response, session, request.headers["host"])
        return response

    return answer


def _sign_in(desk: Desk, data: dict[str, Any]) -> Account:
    return desk.accounts.sign_in(_text(data, "name"), _text(data, "password"))


def _accept(desk: Desk, data: dict[str, Any]) -> Account:
    return desk.accounts.accept(_text(data, "word"), _text(data, "password"))


def _text(data: dict[str, Any], name: str) -> str:
    value = data.get(name, "")
    if not isinstance(value, str):
        raise Refused(f"{name!r} must be a text", "reload the page and try again")
    return value


def sign_out(asked: Asked) -> Response:
    """End the session."""
    asked.desk.sessions.end(asked.session.id)
    response = asked.json({"signed_out": True})
    response.delete_cookie(
        cookie_of(asked.request.headers["host"]), path="/", httponly=True, samesite="strict"
    )
    return response


def change_password(asked: Asked) -> Response:
    """Choose another password; the other sessions of this person end, this one goes on."""
    account = asked.desk.accounts.change_password(
        asked.session.name, asked.text("old"), asked.text("new")
    )
    asked.session.stamp = account.stamp
    return asked.json({"changed": True})


def accounts(asked: Asked) -> Response:
    """Show who may sign in."""
    held = asked.desk.accounts.all()
    names = {account.name for account in held}
    people = [person.name for person in asked.review.protocol.people if person.name not in names]
    return asked.html("accounts.html", here="", accounts=held, duties=DUTIES, people=people)


def add(asked: Asked) -> Response:
    """Make an account, and give the address at which its owner chooses a password."""
    word = asked.desk.accounts.add(asked.text("name"), asked.text("role"))
    return asked.json({"link": f"/welcome?word={word}"})


def invite(asked: Asked) -> Response:
    """Give another address at which the owner of an account chooses a password."""
    return asked.json({"link": f"/welcome?word={asked.desk.accounts.invite(asked.text('name'))}"})


def give_role(asked: Asked) -> Response:
    """Give another role, at once."""
    asked.desk.accounts.set_role(asked.text("name"), asked.text("role"))
    return asked.json({"role": asked.text("role")})


def remove(asked: Asked) -> Response:
    """Remove an account and end its sessions."""
    asked.desk.accounts.remove(asked.text("name"))
    return asked.json({"removed": asked.text("name")})
