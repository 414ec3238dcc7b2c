import { BrowserWindow } from 'electron';
import type { ChosenBundle, ShellEvents } from './ipc.ts';

let pageIsListening = false;
/** What was opened while no page listened; only the last counts, as there is one window. */
let heldBack: ChosenBundle | null = null;

/** Tells the page of something that happened outside it. */
export function tellPage<Name extends keyof ShellEvents>(name: Name, value: ShellEvents[Name]): void {
  BrowserWindow.getAllWindows()[0]?.webContents.send(`netopsy:${name}`, value);
}

/** Hands a bundle to the page, now or as soon as it listens, and brings the window to the front. */
export function handOver(bundle: ChosenBundle): void {
  if (pageIsListening) tellPage('open', bundle);
  else heldBack = bundle;
  const window = BrowserWindow.getAllWindows()[0];
  if (window?.isMinimized() === true) window.restore();
  window?.focus();
}

/** To be called when the page has subscribed to `open`. */
export function pageListens(): void {
  pageIsListening = true;
  if (heldBack !== null) tellPage('open', heldBack);
  heldBack = null;
}
