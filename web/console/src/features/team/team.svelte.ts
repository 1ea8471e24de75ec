import { api, asProblem, type Invitation, type Member, type NewInvitation, type Problem, type Role } from "@doorstep/api-client";
import { toast } from "@doorstep/ui";
import { app } from "../../lib/app.svelte.ts";
import { t } from "../../strings/index.ts";

/** The company's people as the page shows and changes them. */
export class Team {
  members: Member[] = $state.raw([]);
  invitations: Invitation[] = $state.raw([]);
  loading = $state(true);
  problem: Problem | null = $state.raw(null);

  async load(): Promise<void> {
    try {
      this.problem = null;
      const { members, invitations } = await api.team.get();
      this.members = members;
      this.invitations = invitations;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.loading = false;
    }
  }

  async invite(email: string, name: string, role: Role, merchant: string): Promise<NewInvitation | null> {
    try {
      const made = await api.team.invite(email, name, role, merchant);
      await this.load();
      return made;
    } catch (error) {
      app.fail(error);
      return null;
    }
  }

  async withdraw(invitation: Invitation): Promise<void> {
    await this.#do(() => api.team.withdraw(invitation.id), t.team.withdrawn);
  }

  async setRole(member: Member, role: Role): Promise<void> {
    const before = member.role;
    const undo = { label: t.app.undo, run: () => void this.#again(member.id, (now) => this.setRole(now, before)) };
    await this.#do(() => api.team.setRole(member.id, role, member.version), t.team.changed(member.name, t.team.roles[role] ?? role), undo);
  }

  async setSuspended(member: Member, suspended: boolean): Promise<void> {
    const undo = { label: t.app.undo, run: () => void this.#again(member.id, (now) => this.setSuspended(now, !suspended)) };
    const said = suspended ? t.team.nowSuspended(member.name) : t.team.readmitted(member.name);
    await this.#do(() => api.team.setSuspended(member.id, suspended, member.version), said, undo);
  }

  async resetFactor(member: Member): Promise<void> {
    await this.#do(() => api.team.resetSecondFactor(member.id), t.identity.resetDone(member.name));
  }

  async signOut(member: Member): Promise<void> {
    try {
      const { devices } = await api.team.signOut(member.id);
      toast(t.team.signedOut(devices), { tone: "good" });
    } catch (error) {
      app.fail(error);
    }
  }

  /** Undoing is a change of what is there by now. */
  async #again(id: string, change: (member: Member) => Promise<void>): Promise<void> {
    const now = this.members.find((member) => member.id === id);
    if (now) await change(now);
  }

  async #do(task: () => Promise<unknown>, said: string, action?: { label: string; run: () => void }): Promise<void> {
    try {
      await task();
      toast(said, { tone: "good", ...(action ? { action } : {}) });
    } catch (error) {
      app.fail(error);
    }
    await this.load();
  }
}
