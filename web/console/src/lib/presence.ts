/** Showing that one is oneself before changing how one signs in. */
import { api, type Presence } from "@doorstep/api-client";
import { toast } from "@doorstep/ui";
import { t } from "../strings/index.ts";
import { type Shows, usePasskey } from "./passkeys.ts";

/** Asks for it; none when the person does not want to. */
export async function showOneself(shows: Shows, password: string): Promise<Partial<Presence> | null> {
  if (shows !== "passkey") return { password };
  const question = await api.session.askForPasskey();
  const answer = await usePasskey(question);
  if (!answer) toast(t.identity.passkeyNotUsed);
  return answer && { ticket: question.ticket, answer: answer as Record<string, unknown> };
}
