import {
  api, asProblem, type Depot, type DepotBody, type Driver, type DriverBody, type FleetKind, type Holiday, type PlanPrices, type Problem, type Vehicle,
  type VehicleType,
} from "@doorstep/api-client";
import { toast } from "@doorstep/ui";
import { app } from "../../lib/app.svelte.ts";
import { t } from "../../strings/index.ts";
import { ALWAYS } from "./amounts.ts";
import type { VehicleDraft } from "./VehicleForm.svelte";

/** The fleet as the screens show and change it. */
export class FleetState {
  vehicles: Vehicle[] = $state.raw([]);
  depots: Depot[] = $state.raw([]);
  drivers: Driver[] = $state.raw([]);
  profiles: string[] = $state.raw([]);
  types: VehicleType[] = $state.raw([]);
  holidays: Holiday[] = $state.raw([]);
  prices: PlanPrices = $state.raw({ co2e_per_t_minor: 0, extra_visit_minor: 0 });
  retired: { vehicles: Vehicle[]; depots: Depot[]; drivers: Driver[] } | null = $state.raw(null);
  loading = $state(true);
  problem: Problem | null = $state.raw(null);

  async load(): Promise<void> {
    try {
      this.problem = null;
      const [vehicles, depots, drivers, setup, types, holidays, prices] = await Promise.all([
        api.fleet.vehicles(), api.fleet.depots(), api.fleet.drivers(), api.company.setup(), api.fleet.types(), api.fleet.holidays(), api.fleet.prices(),
      ]);
      this.types = types.items;
      this.holidays = holidays.items;
      this.prices = prices;
      this.profiles = setup.profiles;
      this.vehicles = vehicles.items;
      this.depots = depots.items;
      this.drivers = drivers.items;
      if (this.retired) await this.loadRetired();
    } catch (error) {
      this.problem = asProblem(error);
      if (this.problem.status === 401) app.fail(error);
    } finally {
      this.loading = false;
    }
  }

  async loadRetired(): Promise<void> {
    const [vehicles, depots, drivers] = await Promise.all([api.fleet.vehicles(true), api.fleet.depots(true), api.fleet.drivers(true)]);
    this.retired = { vehicles: vehicles.items, depots: depots.items, drivers: drivers.items };
  }

  async saveDepot(depot: Depot | null, body: DepotBody): Promise<boolean> {
    return this.do(body.name, () => (depot ? api.fleet.changeDepot(depot.id, body, depot.version) : api.fleet.addDepot(body)));
  }

  async saveDriver(driver: Driver | null, body: DriverBody): Promise<boolean> {
    return this.do(body.name, () => (driver ? api.fleet.changeDriver(driver.id, body, driver.version) : api.fleet.addDriver(body)));
  }

  async saveVehicle(vehicle: Vehicle | null, { body, newDriver }: VehicleDraft): Promise<boolean> {
    return this.do(body.name, async () => {
      const whole = { ...body };
      if (newDriver) whole.driver_id = (await this.#driver(newDriver)).id;
      await (vehicle ? api.fleet.changeVehicle(vehicle.id, whole, vehicle.version) : api.fleet.addVehicle(whole));
    });
  }

  async retire(kind: FleetKind, thing: { id: string; name: string; version: number }): Promise<void> {
    const undo = { label: t.app.undo, run: () => void this.restore(kind, thing) };
    try {
      await api.fleet.retire(kind, thing.id, thing.version);
      toast(t.fleet.retired(thing.name), { action: undo });
    } catch (error) {
      app.fail(error);
    }
    await this.load();
  }

  async restore(kind: FleetKind, thing: { id: string; name: string }): Promise<void> {
    await this.do(thing.name, () => api.fleet.restore(kind, thing.id));
  }

  async import(file: Blob): Promise<void> {
    try {
      const { vehicles, depots } = await api.fleet.importToml(file);
      toast(t.fleet.imported(vehicles, depots), { tone: "good" });
    } catch (error) {
      app.fail(error);
    }
    await this.load();
  }

  /** A driver of this name who was added a moment ago, before the vehicle was refused, is taken again. */
  async #driver(name: string): Promise<{ id: string }> {
    const known = (await api.fleet.drivers()).items.find((driver) => driver.name === name);
    return known ?? api.fleet.addDriver({ name, phone: "", skills: [], availability: ALWAYS });
  }

  /** Does something that saves what has this name, says so, and looks again. */
  async do(name: string, task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      toast(t.fleet.saved(name), { tone: "good" });
      return true;
    } catch (error) {
      app.fail(error);
      return false;
    } finally {
      await this.load();
    }
  }
}
