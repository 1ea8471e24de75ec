/** What card payments say, in English. */

export const cards = {
  tab: "Cards",
  title: "Card payments",
  reference: "Reference",
  asked: "Asked at",
  amount: "Amount",
  state: "State",
  act: "Action",
  states: {
    asked: "Asked for",
    open: "Waiting",
    paid: "Paid",
    cancelled: "Cash instead",
    failed: "Failed",
    refunded: "Given back",
  } as Record<string, string>,
  atTheDoor: (state: string): string => `Card: ${state.toLowerCase()}`,
  problems: { amount_differs: "Another amount", paid_twice: "Cash came too" } as Record<string, string>,
  problemElse: "Look at it",
  refund: "Give back",
  refundTitle: (amount: string, reference: string): string => `Give ${amount} of ${reference} back?`,
  refundText: "The provider pays it back to the recipient's card. That takes some days.",
  refundAsked: "The provider gives it back; it shows here when it says so",
  emptyTitle: "No card payments yet",
  emptyText: "Where cash is due, the driver's app can show a payment page as a code.",
  noProvider: "Cards cannot be taken here: whoever runs the server has to set a payment provider.",
};
