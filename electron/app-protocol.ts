import { protocol } from 'electron';
import { securityHeaders } from './security-headers.ts';
import { staticFile } from './static-files.ts';

/** The origin of the page: its own scheme, because a page from file:// could read other files. */
export const appOrigin = 'app://netopsy';

/** Makes `app:` a scheme with an origin of its own, like https. To be called before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges }]);
}

/** Answers `app://netopsy/...` from the built page in `folder`, and nothing else. */
export function serveApp(folder: string): void {
  protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const isOurs = url.host === 'netopsy' && request.method === 'GET';
    const file = isOurs ? await staticFile(folder, url.pathname) : null;
    if (file === null) return new Response(null, { status: 404, headers: securityHeaders });
    return new Response(file.bytes, { headers: { ...securityHeaders, 'Content-Type': file.contentType } });
  });
}

/** Whether an address belongs to the page. */
export function isAppAddress(address: string): boolean {
  return address.startsWith(`${appOrigin}/`);
}
