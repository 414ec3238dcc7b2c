import { app, Menu, nativeTheme, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from './ipc.ts';
import { askForBundle, openFromOutside } from './open-bundle.ts';
import { handOver, tellPage } from './page-events.ts';
import { forgetBundles, recentBundles, recentPaths } from './recent.ts';
import { themes } from './window-state.ts';

type Entry = MenuItemConstructorOptions;
const separator: Entry = { type: 'separator' };
const isMac = process.platform === 'darwin';

/** Builds the menu; to be called again when the recent bundles change. */
export function showMenu(): void {
  const appMenu: Entry[] = isMac ? [{ role: 'appMenu' }] : [];
  const menus = [fileMenu(), { role: 'editMenu' } as const, viewMenu(), goMenu(), helpMenu()];
  Menu.setApplicationMenu(Menu.buildFromTemplate([...appMenu, ...menus]));
}

function fileMenu(): Entry {
  return {
    label: '&File',
    submenu: [
      { label: 'Open Files…', accelerator: 'CmdOrCtrl+O', click: () => void open('files') },
      { label: 'Open Folder…', accelerator: 'CmdOrCtrl+Shift+O', click: () => void open('folder') },
      { label: 'Open Recent', submenu: recentEntries() },
      command('Open Sample', 'open-sample'),
      separator,
      command('Compare with Files…', 'compare-files'),
      command('Compare with Folder…', 'compare-folder'),
      command('Export Report…', 'export-report', 'CmdOrCtrl+E'),
      separator,
      command('Close Bundle', 'close-bundle'),
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function recentEntries(): Entry[] {
  const bundles = recentBundles();
  if (bundles.length === 0) return [{ label: 'None', enabled: false }];
  const entries = bundles.map(({ id, name, location }) => ({
    label: withoutMnemonic(`${name}  (${location})`),
    click: () => void openFromOutside(recentPaths(id) ?? []),
  }));
  return [...entries, separator, { label: 'Clear Recent', click: forgetBundles }];
}

function viewMenu(): Entry {
  const themeEntries = themes.map((theme) => ({
    label: theme === 'system' ? 'Like the System' : theme === 'light' ? 'Light' : 'Dark',
    type: 'radio' as const,
    checked: nativeTheme.themeSource === theme,
    click: () => (nativeTheme.themeSource = theme),
  }));
  const developing: Entry[] = app.isPackaged
    ? []
    : [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { label: 'Theme', submenu: themeEntries },
      { role: 'togglefullscreen' },
      ...developing,
    ],
  };
}

function goMenu(): Entry {
  return {
    label: '&Go',
    submenu: [
      command('Back', 'back', isMac ? 'Cmd+[' : 'Alt+Left'),
      command('Forward', 'forward', isMac ? 'Cmd+]' : 'Alt+Right'),
      separator,
      command('Filter', 'filter', 'CmdOrCtrl+F'),
    ],
  };
}

function helpMenu(): Entry {
  return { role: 'help', submenu: [command('Keys', 'show-keys'), { role: 'about' }] };
}

async function open(what: 'files' | 'folder'): Promise<void> {
  const bundle = await askForBundle(what);
  if (bundle !== null) handOver(bundle);
}

function command(label: string, name: MenuCommand, accelerator?: string): Entry {
  return {
    label,
    click: () => tellPage('command', name),
    ...(accelerator === undefined ? {} : { accelerator }),
  };
}

/** In a label, `&` would underline the letter behind it. */
function withoutMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
