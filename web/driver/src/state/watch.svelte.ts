/** Follows the phone's place, only while a route runs, and keeps it for the server. */

import type { Position } from "@doorstep/sync";

import type { Phone } from "./phone.ts";

export type WatchState = "off" | "asking" | "on" | "denied";

export class PositionWatch {
  state = $state<WatchState>("off");
  last = $state.raw<{ position: Position; steadyMs: number } | null>(null);

  readonly #phone: Phone;
  readonly #owner: () => string | undefined;
  readonly #kept: () => void;
  #id: number | undefined;

  constructor(phone: Phone, owner: () => string | undefined, kept: () => void) {
    this.#phone = phone;
    this.#owner = owner;
    this.#kept = kept;
  }

  /** Watch exactly while a route is running: nobody is followed off duty. */
  follow(running: boolean): void {
    if (running && this.#id === undefined) this.#start();
    if (!running && this.#id !== undefined) this.#stop();
  }

  #start(): void {
    if (!("geolocation" in navigator)) {
      this.state = "denied";
      return;
    }
    this.state = "asking";
    this.#id = navigator.geolocation.watchPosition(
      (fix) => void this.#fixed(fix),
      (error) => {
        if (error.code === error.PERMISSION_DENIED) this.state = "denied";
      },
      { enableHighAccuracy: true, maximumAge: 5_000 },
    );
  }

  #stop(): void {
    if (this.#id !== undefined) navigator.geolocation.clearWatch(this.#id);
    this.#id = undefined;
    this.state = "off";
    this.last = null;
  }

  async #fixed({ coords }: GeolocationPosition): Promise<void> {
    const owner = this.#owner();
    if (owner === undefined || this.#id === undefined) return;
    this.state = "on";
    const position: Position = {
      fixed_at: this.#phone.clock.nowAt(),
      lat: coords.latitude,
      lon: coords.longitude,
      accuracy_m: coords.accuracy,
      // A phone that stands still says NaN or null, and neither is a direction.
      ...(Number.isFinite(coords.heading) ? { heading_deg: coords.heading as number } : {}),
      ...(Number.isFinite(coords.speed) ? { speed_mps: coords.speed as number } : {}),
    };
    this.last = { position, steadyMs: performance.now() };
    if (await this.#phone.positions.add(owner, position, performance.now())) this.#kept();
  }
}
