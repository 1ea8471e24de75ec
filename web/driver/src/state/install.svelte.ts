/** The browser's offer to put the app on the home screen, where the phone keeps its data safer. */

interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

let state = $state.raw<{ offer: InstallOffer | null }>({ offer: null });

addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  state = { offer: event as InstallOffer };
});
addEventListener("appinstalled", () => (state = { offer: null }));

export function canInstall(): boolean {
  return state.offer !== null;
}

export async function install(): Promise<void> {
  const { offer } = state;
  state = { offer: null };
  await offer?.prompt();
}
