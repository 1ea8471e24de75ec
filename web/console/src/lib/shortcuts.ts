/** Single-key shortcuts, silent while someone types or a dialog is open. */

export type Shortcuts = Record<string, (event: KeyboardEvent) => void>;

const TYPING = "input, textarea, select, [contenteditable]";

export function listenForShortcuts(shortcuts: Shortcuts): () => void {
  function pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest(TYPING) || document.querySelector("dialog[open]")) return;
    const run = shortcuts[event.key];
    if (!run) return;
    event.preventDefault();
    run(event);
  }
  addEventListener("keydown", pressed);
  return () => removeEventListener("keydown", pressed);
}
