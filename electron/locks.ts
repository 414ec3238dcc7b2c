import { app, type Session } from 'electron';
import { isAppAddress } from './app-protocol.ts';

/**
 * A bundle is hostile input, and nothing of it may leave the machine. The page parses it in a sandbox; these locks
 * are what holds if the page itself were taken over: no network, no other page, no download, and of all permissions
 * only that to put text on the clipboard.
 */
export function lockNetwork(): void {
  // No name is ever looked up, whatever part of Chromium asks.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('no-pings');
}

/** Locks the session that the window runs in. */
export function lockSession(session: Session): void {
  session.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !isOwnRequest(details.url) }));
  session.setPermissionRequestHandler((_contents, permission, decide, details) =>
    decide(mayUse(permission, details)),
  );
  session.setPermissionCheckHandler((_contents, permission, _origin, details) => mayUse(permission, details));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event) => event.preventDefault());
  // A dictionary would be downloaded.
  session.setSpellCheckerEnabled(false);
}

/** Locks every page that is ever made, the window's own included. To be called before the first window. */
export function lockContents(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  });
}

/** Copy buttons put text on the clipboard. Nothing else is granted, and that neither to a frame nor to another page. */
function mayUse(permission: string, { requestingUrl, isMainFrame }: PermissionDetails): boolean {
  return permission === 'clipboard-sanitized-write' && isMainFrame && isAppAddress(requestingUrl ?? '');
}

interface PermissionDetails {
  readonly requestingUrl?: string | undefined;
  readonly isMainFrame: boolean;
}

/** `blob:` and `data:` are made by the page itself; `devtools:` is in the runtime. None of them reaches a network. */
function isOwnRequest(address: string): boolean {
  return isAppAddress(address) || /^(blob|data|devtools):/.test(address);
}
