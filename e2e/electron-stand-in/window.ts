import type { Browser, BrowserContext, Page, Route } from '@playwright/test';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { sandboxedPreload } from './preload-world.ts';
import { inChromium, inElectron, type SessionStandIn } from './session.ts';

export interface WindowOptions {
  readonly webPreferences: { readonly preload: string } & Readonly<Record<string, unknown>>;
}

/** What a window needs of the app that it belongs to. */
export interface WindowHost {
  readonly browser: Browser;
  readonly app: EventEmitter;
  readonly session: SessionStandIn;
  readonly requests: ReadonlyMap<string, (...values: unknown[]) => unknown>;
  readonly messages: EventEmitter;
}

/** A BrowserWindow whose contents are a page of Chromium. */
export class WindowStandIn {
  /** The page, once the app has loaded its address into the window. */
  readonly page: Promise<Page>;
  /** Navigations and windows that the app prevented. */
  readonly prevented: string[] = [];
  /** What the page put on the clipboard. */
  readonly copied: string[] = [];
  private context: BrowserContext | null = null;
  private loaded!: (page: Page) => void;
  private windowOpenHandler: (() => { action: string }) | null = null;
  private isLoading = false;

  readonly options: WindowOptions;
  private readonly electron: WindowHost;

  constructor(electron: WindowHost, options: WindowOptions) {
    this.electron = electron;
    this.options = options;
    this.page = new Promise((resolve) => (this.loaded = resolve));
    electron.app.emit('web-contents-created', {}, this.contents);
  }

  readonly contents = Object.assign(new EventEmitter(), {
    send: (channel: string, value: unknown) => void this.send(channel, value),
    setWebRTCIPHandlingPolicy: () => {},
    setWindowOpenHandler: (handler: () => { action: string }) => void (this.windowOpenHandler = handler),
  });

  readonly module = Object.assign(new EventEmitter(), {
    webContents: this.contents,
    loadURL: (address: string) => this.load(address),
    show: () => {},
    focus: () => {},
    maximize: () => {},
    restore: () => {},
    isMinimized: () => false,
    isMaximized: () => false,
    getNormalBounds: () => ({ x: 10, y: 20, width: 1200, height: 800 }),
  });

  /** Closes the window as the user does. */
  async close(): Promise<void> {
    this.module.emit('close');
    this.contents.emit('destroyed');
    await this.context?.close();
  }

  private async load(address: string): Promise<void> {
    this.context = await this.electron.browser.newContext({ viewport: { width: 1440, height: 900 } });
    await this.context.exposeBinding('standInInvoke', ({ frame }, channel: string, values: unknown[]) => {
      const answer = this.electron.requests.get(channel);
      if (answer === undefined) throw new Error(`No handler registered for '${channel}'`);
      return answer(this.eventFrom(frame.url(), frame.parentFrame() !== null), ...values);
    });
    await this.context.exposeBinding('standInSend', ({ frame }, channel: string, values: unknown[]) => {
      this.electron.messages.emit(
        channel,
        this.eventFrom(frame.url(), frame.parentFrame() !== null),
        ...values,
      );
    });
    await this.context.exposeBinding('standInInput', (_source, type: string) => {
      this.contents.emit('input-event', {}, { type });
    });
    await this.context.exposeBinding('standInCopy', ({ frame }, text: string) => {
      const details = { requestingUrl: inElectron(frame.url()), isMainFrame: frame.parentFrame() === null };
      const granted = this.electron.session.grants('clipboard-sanitized-write', details);
      if (granted) this.copied.push(text);
      return granted;
    });
    await this.context.exposeBinding('standInOpen', (_source, address: string) => this.openWindow(address));
    const preload = await readFile(this.options.webPreferences.preload, 'utf8');
    await this.context.addInitScript({ content: sandboxedPreload(preload) });
    await this.context.route('**/*', (route) => this.pass(route));
    const page = await this.context.newPage();
    this.isLoading = true;
    await page.goto(inChromium(address));
    this.isLoading = false;
    this.module.emit('ready-to-show');
    this.loaded(page);
  }

  private eventFrom(url: string, isInFrame: boolean) {
    return { sender: this.contents, senderFrame: { url: inElectron(url), parent: isInFrame ? {} : null } };
  }

  /** A request of the page; a navigation that the app has not begun itself is first put to its listeners. */
  private async pass(route: Route): Promise<void> {
    const request = route.request();
    if (request.isNavigationRequest() && !this.isLoading && this.isPrevented('will-navigate')) {
      this.prevented.push(`will-navigate ${inElectron(request.url())}`);
      return route.abort('aborted');
    }
    return this.electron.session.answer(route);
  }

  /** What `window.open` does in a page: it asks the app, which here has to deny it. */
  private openWindow(address: string): void {
    const action = this.windowOpenHandler?.().action;
    if (action !== 'deny') throw new Error('The app lets a page open windows');
    this.prevented.push(`window-open ${address}`);
  }

  private isPrevented(name: string): boolean {
    let prevented = false;
    this.contents.emit(name, { preventDefault: () => (prevented = true) });
    return prevented;
  }

  private async send(channel: string, value: unknown): Promise<void> {
    const page = await this.page;
    await page.evaluate(
      ([channel, value]) => {
        const { standInReceive } = globalThis as unknown as {
          standInReceive(channel: unknown, value: unknown): void;
        };
        standInReceive(channel, value);
      },
      [channel, value] as const,
    );
  }
}
