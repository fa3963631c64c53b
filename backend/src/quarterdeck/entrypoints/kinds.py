"""Every kind of job, named once: the worker does them, and the web process says what can be tried again."""

from quarterdeck.domains.assets import jobs as assets
from quarterdeck.domains.bulk import jobs as bulk
from quarterdeck.domains.imports import jobs as imports
from quarterdeck.domains.intake import jobs as intake
from quarterdeck.domains.observing import jobs as observing
from quarterdeck.domains.recovery import jobs as recovery

#: Loading these registers the kinds.
KINDS_OF_JOB = (assets, bulk, imports, intake, observing, recovery)
