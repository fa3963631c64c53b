"""Every reaction to an event, named once: whoever publishes must know them, whichever process it is."""

from quarterdeck.domains.notifications import jobs as notifications

#: Loading these registers what reacts to events.
REACTING = (notifications,)
