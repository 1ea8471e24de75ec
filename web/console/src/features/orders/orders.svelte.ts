import { api, asProblem, type Problem, type Shipment, type ShipmentAction } from "@doorstep/api-client";
import { toast } from "@doorstep/ui";
import { app } from "../../lib/app.svelte.ts";
import { t } from "../../strings/index.ts";

const PAGE = 100;
const WAIT_MS = 250;
/** The most the server takes at a time. */
const AT_ONCE = 500;
/** To which statuses an act fits; others among those chosen are left alone. */
const FITS: Record<ShipmentAction, readonly string[]> = {
  hold: ["pending"], resume: ["held"], cancel: ["pending", "held", "unlocated"], reinstate: ["cancelled"],
};
/** What takes an act back. */
const BACK: Record<ShipmentAction, ShipmentAction> = { hold: "resume", resume: "hold", cancel: "reinstate", reinstate: "cancel" };

/** The shipments that are searched for, page by page. */
export class OrdersState {
  text = $state("");
  status = $state("");
  serviceOn = $state("");
  items: Shipment[] = $state.raw([]);
  total = $state(0);
  unlocated = $state(0);
  everAny = $state(false);
  loading = $state(true);
  problem: Problem | null = $state.raw(null);
  /** The ids of those on which something is done together. */
  chosen: ReadonlySet<string> = $state.raw(new Set());
  #cursor: string | null = $state(null);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  get hasMore(): boolean {
    return this.#cursor !== null;
  }

  get filter(): { q: string; status: string; service_on?: string } {
    return { q: this.text.trim(), status: this.status, ...(this.serviceOn ? { service_on: this.serviceOn } : {}) };
  }

  /** Loads once nobody has typed for a moment. */
  soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.load(), WAIT_MS);
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const page = await api.shipments.list({ ...this.filter, limit: PAGE });
      if (asked !== this.#asked) return; // a later question is on its way
      this.items = page.items;
      // What is not shown is not acted on.
      this.chosen = new Set(page.items.map((one) => one.id).filter((id) => this.chosen.has(id)));
      this.total = page.total;
      this.unlocated = page.counts.unlocated ?? 0;
      this.everAny = Object.values(page.counts).some((count) => count > 0);
      this.#cursor = page.next_cursor;
      this.problem = null;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }

  async more(): Promise<void> {
    try {
      const page = await api.shipments.list({ ...this.filter, limit: PAGE, cursor: this.#cursor });
      this.items = [...this.items, ...page.items];
      this.#cursor = page.next_cursor;
    } catch (error) {
      app.fail(error);
    }
  }

  toggle(id: string): void {
    const next = new Set(this.chosen);
    if (!next.delete(id)) next.add(id);
    this.chosen = next;
  }

  toggleAll(): void {
    this.chosen = new Set(this.chosen.size < this.items.length ? this.items.map((one) => one.id) : []);
  }

  chooseNone(): void {
    this.chosen = new Set();
  }

  /** Does the same with those chosen, offers to take it back, and says why some stay as they are. */
  async actOnMany(action: ShipmentAction, of = this.items.filter((one) => this.chosen.has(one.id)), undoable = true): Promise<void> {
    const fitting = of.filter((one) => FITS[action].includes(one.status));
    try {
      const changed: Shipment[] = [];
      const refusals: string[] = [];
      for (let start = 0; start < fitting.length; start += AT_ONCE) {
        const some = fitting.slice(start, start + AT_ONCE).map(({ id, version }) => ({ id, version }));
        for (const one of (await api.orders.many(action, some)).items) {
          if (one.shipment) changed.push(one.shipment);
          else refusals.push(String(one.problem?.["detail"] ?? ""));
        }
      }
      changed.forEach((one) => this.put(one));
      const undo = { label: t.app.undo, run: () => void this.actOnMany(BACK[action], changed, false) };
      if (changed.length > 0) toast(t.orders.many.done[action](changed.length), { tone: "good", ...(undoable ? { action: undo } : {}) });
      if (refusals.length > 0) toast(t.orders.many.refused(refusals.length, refusals[0] ?? ""), { tone: "bad" });
    } catch (error) {
      app.fail(error);
    }
    await this.load();
  }

  put(shipment: Shipment): void {
    this.items = this.items.map((one) => (one.id === shipment.id ? shipment : one));
  }

  /** Does something with a shipment, and offers to take it back. */
  async act(shipment: Shipment, action: ShipmentAction, undoable = true): Promise<Shipment | null> {
    try {
      const after = await api.orders.act(shipment.id, action, shipment.version);
      this.put(after);
      toast(t.orders.done[action](after.reference), {
        tone: "good",
        ...(undoable ? { action: { label: t.app.undo, run: () => void this.act(after, BACK[action], false) } } : {}),
      });
      return after;
    } catch (error) {
      app.fail(error);
      void this.load();
      return null;
    }
  }
}
