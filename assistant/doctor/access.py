"""Who may ask: keys and people."""

from datetime import UTC, datetime, timedelta

from assistant.doctor.check import Check, ok, problem, warning
from assistant.settings import Settings
from vectorstore.accounts import Accounts, now_text
from vectorstore.errors import StoreError
from vectorstore.records import Records

_NAME = "who may ask"
_SOON = timedelta(days=14)


def who_may_ask(settings: Settings, records: Records | StoreError | None) -> Check:
    """Does everybody who could reach the server have to say who they are, and can they?"""
    if not isinstance(records, Records):
        return _open(settings)
    accounts = Accounts(records)
    try:
        guarded, keys, people = accounts.any(), accounts.all_keys(), accounts.people()
    except StoreError:
        return warning(_NAME, "Not looked at, since the tables of keys and people cannot be read.", "See the records.")
    if not guarded and settings.proxy is None:
        return _open(settings)
    now, soon = now_text(), (datetime.now(UTC) + _SOON).isoformat()
    works = [each for each in keys if each.valid(now)]
    told = f"{_many(len(works), 'key works', 'keys work')}; {_many(len(people), 'person', 'people')} may sign in."
    if not works and not people and settings.proxy is None:
        return warning(_NAME, told, "accord keys create NAME, or accord users add NAME: nobody can ask until then.")
    ending = [each.id for each in works if each.expires_at is not None and each.expires_at < soon]
    if ending:
        ends = f"{told} Within two weeks these keys end: {', '.join(ending)}."
        return warning(_NAME, ends, "Make others in good time: accord keys create NAME.")
    return ok(_NAME, told)


def _open(settings: Settings) -> Check:
    if settings.loopback or settings.proxy is not None:
        return ok(_NAME, "Everybody on this machine, and nobody else: there are no keys and no people.")
    told = f"ACCORD_HOST={settings.host} can be reached from other machines, and there are no keys and no people."
    return problem(_NAME, told, "accord keys create NAME, or accord users add NAME: the server does not start so.")


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"
