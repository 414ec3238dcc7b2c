import { app, nativeTheme, screen, type BrowserWindow, type Rectangle } from 'electron';
import { join } from 'node:path';
import { readStored, writeStored } from './stored-json.ts';

/** What the window looked like when it was last closed. */
export interface WindowState {
  readonly bounds: Rectangle | null;
  readonly maximized: boolean;
  readonly theme: Theme;
}

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

/** The stored state; bounds on a screen that is not there any more are forgotten. */
export function restoreWindowState(): WindowState {
  const stored = (readStored(stateFile()) ?? {}) as Partial<Record<keyof WindowState, unknown>>;
  const bounds = isRectangle(stored.bounds) && isOnAScreen(stored.bounds) ? stored.bounds : null;
  const theme = themes.find((known) => known === stored.theme) ?? 'system';
  return { bounds, maximized: stored.maximized === true, theme };
}

/** Stores the state of a window when it closes. */
export function rememberWindowState(window: BrowserWindow): void {
  window.on('close', () => {
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      theme: nativeTheme.themeSource,
    };
    writeStored(stateFile(), state);
  });
}

function stateFile(): string {
  return join(app.getPath('userData'), 'window.json');
}

function isRectangle(value: unknown): value is Rectangle {
  const { x, y, width, height } = (value ?? {}) as Partial<Record<keyof Rectangle, unknown>>;
  return [x, y, width, height].every((number) => Number.isSafeInteger(number));
}

function isOnAScreen(bounds: Rectangle): boolean {
  return screen.getAllDisplays().some(({ workArea }) => {
    const inX = bounds.x < workArea.x + workArea.width && bounds.x + bounds.width > workArea.x;
    const inY = bounds.y < workArea.y + workArea.height && bounds.y + bounds.height > workArea.y;
    return inX && inY;
  });
}
