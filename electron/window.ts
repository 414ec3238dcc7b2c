import { app, BrowserWindow, nativeTheme } from 'electron';
import { appOrigin } from './app-protocol.ts';
import { rememberWindowState, restoreWindowState } from './window-state.ts';

/** Opens the window and loads the page into it. `preload` is the absolute path of the preload script. */
export function openWindow(preload: string): BrowserWindow {
  const state = restoreWindowState();
  nativeTheme.themeSource = state.theme;
  const window = new BrowserWindow({
    ...(state.bounds ?? { width: 1440, height: 900 }),
    minWidth: 800,
    minHeight: 500,
    title: 'Netopsy',
    show: false,
    // What shows until the page is drawn.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  if (state.maximized) window.maximize();
  rememberWindowState(window);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(`${appOrigin}/index.html`);
  return window;
}
