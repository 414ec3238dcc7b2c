/** The app: the window, or the command line when it was started with a command. */
import { app, session } from 'electron';
import { join } from 'node:path';
import { registerAppScheme, serveApp } from './app-protocol.ts';
import { isCommand, ownArguments, pathsToOpen } from './arguments.ts';
import { watchGestures } from './gestures.ts';
import { lockContents, lockNetwork, lockSession } from './locks.ts';
import { showMenu } from './menu.ts';
import { openFromOutside } from './open-bundle.ts';
import { onRecentChange } from './recent.ts';
import { answerRequests } from './requests.ts';
import { askBeforeUnload } from './unload-question.ts';
import { openWindow } from './window.ts';

const own = ownArguments(process.argv, app.isPackaged ? null : app.getAppPath());
const paths = pathsToOpen(own, process.cwd());
const built = (...parts: string[]) => join(import.meta.dirname, ...parts);

// Whatever comes before the app is ready must be set up without awaiting anything.
lockNetwork();
if (isCommand(own)) void runCommand();
else if (app.requestSingleInstanceLock({ paths } satisfies Sent)) startWindow();
else app.quit();

/** What a second start tells the first one; Chromium may have rearranged its arguments. */
interface Sent {
  readonly paths: string[];
}

async function runCommand(): Promise<void> {
  const { runCli } = await import('./cli/main.ts');
  const { terminal } = await import('./cli/output.ts');
  app.exit(await runCli(own, terminal, import.meta.dirname));
}

function startWindow(): void {
  registerAppScheme();
  app.enableSandbox();
  lockContents();
  watchGestures();
  askBeforeUnload();
  onRecentChange(showMenu);
  app.on('open-file', (event, path) => {
    event.preventDefault();
    void openFromOutside([path]);
  });
  app.on('second-instance', (_event, _argv, _folder, sent) => openFromOutside((sent as Sent).paths));
  app.on('window-all-closed', () => app.quit());
  void app.whenReady().then(() => {
    lockSession(session.defaultSession);
    serveApp(built('../renderer'));
    answerRequests();
    showMenu();
    openWindow(built('preload.cjs'));
    return openFromOutside(paths);
  });
}
