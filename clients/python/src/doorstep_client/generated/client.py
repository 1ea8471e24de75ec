# Written by tools/python_client.py from the API description; do not edit.
"""All groups of operations."""

from doorstep_client.generated.account import Account
from doorstep_client.generated.address_book import AddressBook
from doorstep_client.generated.api_keys import APIKeys
from doorstep_client.generated.cash import Cash
from doorstep_client.generated.company import Company
from doorstep_client.generated.demo import Demo
from doorstep_client.generated.dispatch import Dispatch
from doorstep_client.generated.disruptions import Disruptions
from doorstep_client.generated.fleet import Fleet
from doorstep_client.generated.held_reports import HeldReports
from doorstep_client.generated.imports import Imports
from doorstep_client.generated.journal import Journal
from doorstep_client.generated.labels import Labels
from doorstep_client.generated.map import Map
from doorstep_client.generated.merchant import Merchant
from doorstep_client.generated.numbers import Numbers
from doorstep_client.generated.orders import Orders
from doorstep_client.generated.parcels import Parcels
from doorstep_client.generated.payments import Payments
from doorstep_client.generated.plans import Plans
from doorstep_client.generated.recurring_orders import RecurringOrders
from doorstep_client.generated.roads import Roads
from doorstep_client.generated.session import Session
from doorstep_client.generated.shipments import Shipments
from doorstep_client.generated.team import Team
from doorstep_client.generated.tracking import Tracking
from doorstep_client.generated.webhooks import Webhooks
from doorstep_client.transport import Transport


class Groups:
    """The operations of the API, by group."""

    def __init__(self, transport: Transport) -> None:
        self.account = Account(transport)
        self.address_book = AddressBook(transport)
        self.api_keys = APIKeys(transport)
        self.cash = Cash(transport)
        self.company = Company(transport)
        self.demo = Demo(transport)
        self.dispatch = Dispatch(transport)
        self.disruptions = Disruptions(transport)
        self.fleet = Fleet(transport)
        self.held_reports = HeldReports(transport)
        self.imports = Imports(transport)
        self.journal = Journal(transport)
        self.labels = Labels(transport)
        self.map = Map(transport)
        self.merchant = Merchant(transport)
        self.numbers = Numbers(transport)
        self.orders = Orders(transport)
        self.parcels = Parcels(transport)
        self.payments = Payments(transport)
        self.plans = Plans(transport)
        self.recurring_orders = RecurringOrders(transport)
        self.roads = Roads(transport)
        self.session = Session(transport)
        self.shipments = Shipments(transport)
        self.team = Team(transport)
        self.tracking = Tracking(transport)
        self.webhooks = Webhooks(transport)
