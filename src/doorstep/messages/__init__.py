"""What other systems are told, and what they are sent.

Owns webhook endpoints and deliveries, and the forms in which the journal leaves the house:
CloudEvents and EPCIS. Does not own the events. Emits ``webhook.created``, ``webhook.enabled``,
``webhook.disabled``, ``webhook.gone``, ``webhook.removed``, ``webhook.secret_rotated``,
``webhook.tested``, ``webhook.replayed``, ``webhook.laid_aside`` and ``webhook.given_up``.
"""

from doorstep.messages.envelope import to_cloud_event, write_message
from doorstep.messages.export import OneTenantError, choose_tenant, write_events
from doorstep.messages.guard import Guard, RefusedTargetError
from doorstep.messages.invariants import DELIVERED_KEPT, examine
from doorstep.messages.model import Endpoint, EndpointStatus
from doorstep.messages.pump import Pump
from doorstep.messages.service import (
    count_all,
    create_endpoint,
    give_up_next,
    list_states,
    remove_endpoint,
    replay,
    rotate_secret,
    send_test,
    set_enabled,
)
from doorstep.messages.store import purge_delivered

__all__ = [
    "DELIVERED_KEPT",
    "Endpoint",
    "EndpointStatus",
    "Guard",
    "OneTenantError",
    "Pump",
    "RefusedTargetError",
    "choose_tenant",
    "count_all",
    "create_endpoint",
    "examine",
    "give_up_next",
    "list_states",
    "purge_delivered",
    "remove_endpoint",
    "replay",
    "rotate_secret",
    "send_test",
    "set_enabled",
    "to_cloud_event",
    "write_events",
    "write_message",
]
