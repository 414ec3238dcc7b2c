import type { NetopsyShell } from '../electron/ipc.ts';

declare global {
  interface Window {
    readonly netopsy?: NetopsyShell;
  }
}
