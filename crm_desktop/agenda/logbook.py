"""What the window asks of the agenda: reading and keeping typed lines, ticking off what was planned."""

from crm_desktop.agenda.finishing import finish, to_finish
from crm_desktop.agenda.rules import log, replaced, told

__all__ = ["finish", "log", "replaced", "to_finish", "told"]
