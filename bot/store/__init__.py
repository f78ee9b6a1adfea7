"""Where screenings are kept: a database file by default, a database server by URL.

What is said here to be stored is on disk when the call returns. Nothing is ever half stored: a
session, its audit rows and its event go in together or not at all. The audit trail and the event
log only grow; the database itself refuses to change or delete their rows.
"""

from bot.store.database import file_of
from bot.store.errors import Conflict, StoreError, UnstorableError
from bot.store.locks import Service
from bot.store.members import Member, Reminder
from bot.store.messaging import Chat, Posted
from bot.store.outside.enrolled import Enrolled, EnrolmentList
from bot.store.outside.follow_up import ON_LIST, STUDY_NUMBER, Noted, latest
from bot.store.proof.heads import Head, OtherKeyError
from bot.store.records import Audited, Entry, Fact, Happened, Mark, Order, Period, Saving, Stored
from bot.store.store import Store, key_place_of, service_of
from bot.store.transaction import UnitOfWork
from bot.store.web import Login, Passkey

__all__ = [
    "ON_LIST",
    "STUDY_NUMBER",
    "Audited",
    "Chat",
    "Conflict",
    "Enrolled",
    "EnrolmentList",
    "Entry",
    "Fact",
    "Happened",
    "Head",
    "Login",
    "Mark",
    "Member",
    "Noted",
    "Order",
    "OtherKeyError",
    "Passkey",
    "Period",
    "Posted",
    "Reminder",
    "Saving",
    "Service",
    "Store",
    "StoreError",
    "Stored",
    "UnitOfWork",
    "UnstorableError",
    "file_of",
    "key_place_of",
    "latest",
    "service_of",
]
