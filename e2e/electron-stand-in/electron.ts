import type { Browser } from '@playwright/test';
import { EventEmitter } from 'node:events';
import { join } from 'node:path';
import { SessionStandIn } from './session.ts';
import { WindowStandIn, type WindowOptions } from './window.ts';

type Answer = (...values: unknown[]) => unknown;

interface MenuEntry {
  readonly label?: string;
  readonly role?: string;
  readonly submenu?: readonly MenuEntry[];
  readonly click?: () => void;
}

/**
 * As much of the `electron` module as the app uses: windows are pages of a real Chromium, IPC crosses into them, and
 * what only Electron can do (dialogs, menus, switches) is recorded or answered by the test.
 */
export class ElectronStandIn {
  readonly windows: WindowStandIn[] = [];
  readonly session = new SessionStandIn();
  readonly requests = new Map<string, Answer>();
  readonly messages = new EventEmitter();
  readonly app = new EventEmitter();
  /** What was called on `app` and its command line, in order: `enableSandbox`, `host-resolver-rules=...`, `quit`. */
  readonly calls: string[] = [];
  /** What the next dialogs answer; without an answer the user cancels. */
  readonly dialogPaths: string[][] = [];
  /** The buttons (from 0) that are pressed in the next questions. */
  readonly answers: number[] = [];
  /** The names that dialogs suggested to save a file as. */
  readonly suggestedNames: string[] = [];
  menu: readonly MenuEntry[] = [];
  becomeReady: () => void = () => {};

  readonly browser: Browser;
  /** The app's own folder, which is its `userData` as well. */
  readonly folder: string;

  constructor(browser: Browser, folder: string) {
    this.browser = browser;
    this.folder = folder;
  }

  /** What `import ... from 'electron'` gives the app. */
  readonly module = {
    app: this.appModule(),
    BrowserWindow: this.windowClass(),
    dialog: {
      showOpenDialog: async () => ({ filePaths: this.dialogPaths.shift() ?? [] }),
      showMessageBoxSync: () => this.answers.shift() ?? 1,
      showSaveDialog: async (...asked: readonly unknown[]) => {
        const { defaultPath } = asked.at(-1) as { readonly defaultPath: string };
        this.suggestedNames.push(defaultPath);
        return { filePath: this.dialogPaths.shift()?.[0] ?? '' };
      },
    },
    ipcMain: {
      handle: (channel: string, answer: Answer) => void this.requests.set(channel, answer),
      on: (channel: string, listener: Answer) => void this.messages.on(channel, listener),
    },
    Menu: {
      buildFromTemplate: (template: readonly MenuEntry[]) => template,
      setApplicationMenu: (menu: readonly MenuEntry[]) => void (this.menu = menu),
    },
    nativeTheme: { themeSource: 'system', shouldUseDarkColors: false },
    protocol: {
      registerSchemesAsPrivileged: () => void this.calls.push('registerSchemesAsPrivileged'),
      handle: this.session.answerScheme,
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: { defaultSession: this.session.module },
  };

  /** Chooses a menu entry, as the user would: `chooseFromMenu('&File', 'Open Files…')`. */
  chooseFromMenu(...labels: readonly string[]): void {
    let entries = this.menu;
    let chosen: MenuEntry | undefined;
    for (const label of labels) {
      chosen = entries.find((entry) => entry.label === label);
      entries = chosen?.submenu ?? [];
    }
    if (chosen?.click === undefined) throw new Error(`No menu entry ${labels.join(' > ')}`);
    chosen.click();
  }

  async close(): Promise<void> {
    for (const window of this.windows) await window.close();
  }

  private appModule() {
    const ready = new Promise<void>((resolve) => (this.becomeReady = resolve));
    return Object.assign(this.app, {
      isPackaged: false,
      commandLine: {
        appendSwitch: (name: string, value?: string) =>
          void this.calls.push(value === undefined ? name : `${name}=${value}`),
      },
      enableSandbox: () => void this.calls.push('enableSandbox'),
      exit: (status: number) => void this.calls.push(`exit ${status}`),
      getAppPath: () => this.folder,
      getLocale: () => 'en-GB',
      getPath: (name: string) => (name === 'userData' ? this.folder : join(this.folder, name)),
      quit: () => void this.calls.push('quit'),
      requestSingleInstanceLock: () => true,
      whenReady: () => ready,
    });
  }

  private windowClass() {
    const { windows } = this;
    const open = (options: WindowOptions) => new WindowStandIn(this, options);
    return class {
      constructor(options: WindowOptions) {
        const window = open(options);
        windows.push(window);
        return window.module;
      }
      static fromWebContents() {
        return windows[0]?.module ?? null;
      }
      static getAllWindows() {
        return windows.map((window) => window.module);
      }
    };
  }
}
