import type { Route } from '@playwright/test';

type Handler = (request: Request) => Promise<Response>;
type Filter = (details: { url: string }, decide: (answer: { cancel?: boolean }) => void) => void;
/** Who wants a permission, as Electron tells it. */
export interface PermissionDetails {
  readonly requestingUrl: string;
  readonly isMainFrame: boolean;
}
type PermissionRequest = (
  contents: unknown,
  permission: string,
  decide: (granted: boolean) => void,
  details: PermissionDetails,
) => void;
type PermissionCheck = (
  contents: unknown,
  permission: string,
  origin: string,
  details: PermissionDetails,
) => boolean;

/** Chromium knows no `app:`; its pages have this origin instead. No such name exists: all of it is answered here. */
const chromiumOrigin = 'https://netopsy.invalid';
const appOrigin = 'app://netopsy';

export function inChromium(address: string): string {
  return address.replace(appOrigin, chromiumOrigin);
}

export function inElectron(address: string): string {
  return address.replace(chromiumOrigin, appOrigin);
}

/** The session that all windows share: what the app set up on it, and the network traffic that passes it. */
export class SessionStandIn {
  /** Addresses that the app's own filter refused. */
  readonly refused: string[] = [];
  private handler: Handler | null = null;
  private filter: Filter | null = null;
  private permissionRequest: PermissionRequest | null = null;
  private permissionCheck: PermissionCheck | null = null;
  private deviceCheck: (() => boolean) | null = null;
  private download: ((event: { preventDefault(): void }) => void) | null = null;
  spellChecker = true;

  readonly module = {
    webRequest: { onBeforeRequest: (filter: Filter) => void (this.filter = filter) },
    setPermissionRequestHandler: (handler: PermissionRequest) => void (this.permissionRequest = handler),
    setPermissionCheckHandler: (handler: PermissionCheck) => void (this.permissionCheck = handler),
    setDevicePermissionHandler: (handler: () => boolean) => void (this.deviceCheck = handler),
    setSpellCheckerEnabled: (enabled: boolean) => void (this.spellChecker = enabled),
    on: (_name: 'will-download', listener: (event: { preventDefault(): void }) => void) =>
      void (this.download = listener),
  };

  readonly answerScheme = (_scheme: string, handler: Handler): void => {
    this.handler = handler;
  };

  /**
   * What Electron asks when a page wants a permission, all of which it would grant without a handler: first whether it
   * has it, then whether it may get it, and of a device once more.
   */
  grants(permission: string, details: PermissionDetails): boolean {
    const origin = new URL(details.requestingUrl).origin;
    if (this.permissionCheck?.(null, permission, origin, details) ?? true) return true;
    let granted = this.permissionRequest === null;
    this.permissionRequest?.(null, permission, (answer) => (granted = answer), details);
    return granted || (this.deviceCheck?.() ?? true);
  }

  /** Whether a download would go on. */
  downloads(): boolean {
    let prevented = false;
    this.download?.({ preventDefault: () => (prevented = true) });
    return !prevented;
  }

  /** Answers a request of a page as Electron does: first the app's filter, then its protocol handler. */
  async answer(route: Route): Promise<void> {
    const url = inElectron(route.request().url());
    if (this.isRefused(url)) {
      this.refused.push(url);
      return route.abort('blockedbyclient');
    }
    if (this.handler === null || !url.startsWith('app:')) return route.abort('addressunreachable');
    const response = await this.handler(new Request(url, { method: route.request().method() }));
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  private isRefused(url: string): boolean {
    let cancelled = false;
    this.filter?.({ url }, ({ cancel }) => (cancelled = cancel === true));
    return cancelled;
  }
}
