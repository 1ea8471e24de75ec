/** The browser's side of passkeys: asks the person's device what the server asks. */
import type { PasskeyQuestion } from "@doorstep/api-client";

/** What is asked of whom: the password where there is one, else the lock of the device, else nothing. */
export type Shows = "password" | "passkey" | "nothing";

export function whatIsAsked(hasPassword: boolean, passkeys: number): Shows {
  if (hasPassword) return "password";
  return passkeys > 0 ? "passkey" : "nothing";
}

/** Whether this browser can have passkeys for this address; they need a name, and https or localhost. */
export function canUsePasskeys(): boolean {
  const isName = !/^[\d.]+$|:/.test(location.hostname);
  return isName && isSecureContext && typeof PublicKeyCredential !== "undefined" && "parseCreationOptionsFromJSON" in PublicKeyCredential;
}

/** Has the device make a passkey; none when the person does not want to. */
export async function makePasskey(question: PasskeyQuestion): Promise<object | null> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(question.options as unknown as PublicKeyCredentialCreationOptionsJSON);
  return answerOf(() => navigator.credentials.create({ publicKey }));
}

/** Has the device prove a passkey; none when the person does not want to. */
export async function usePasskey(question: PasskeyQuestion): Promise<object | null> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(question.options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return answerOf(() => navigator.credentials.get({ publicKey }));
}

async function answerOf(ask: () => Promise<Credential | null>): Promise<object | null> {
  try {
    const credential = await ask();
    return credential instanceof PublicKeyCredential ? (credential.toJSON() as object) : null;
  } catch (error) {
    // Stopped by the person, timed out, or the device has it already.
    if (error instanceof DOMException) return null;
    throw error;
  }
}
