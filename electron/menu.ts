import { app, Menu, nativeTheme, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from './ipc.ts';
import { words } from './language.ts';
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
  const { menu } = words().frame;
  return {
    label: menu.file,
    submenu: [
      { label: menu.openFiles, accelerator: 'CmdOrCtrl+O', click: () => void open('files') },
      { label: menu.openFolder, accelerator: 'CmdOrCtrl+Shift+O', click: () => void open('folder') },
      { label: menu.openRecent, submenu: recentEntries() },
      command(menu.openSample, 'open-sample'),
      separator,
      command(menu.compareFiles, 'compare-files'),
      command(menu.compareFolder, 'compare-folder'),
      command(menu.saveCase, 'save-case', 'CmdOrCtrl+S'),
      command(menu.exportReport, 'export-report', 'CmdOrCtrl+E'),
      separator,
      command(menu.closeBundle, 'close-bundle'),
      isMac ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function recentEntries(): Entry[] {
  const { menu } = words().frame;
  const bundles = recentBundles();
  if (bundles.length === 0) return [{ label: menu.noRecent, enabled: false }];
  const entries = bundles.map(({ id, name, location }) => ({
    label: withoutMnemonic(`${name}  (${location})`),
    click: () => void openFromOutside(recentPaths(id) ?? []),
  }));
  return [...entries, separator, { label: menu.clearRecent, click: forgetBundles }];
}

function viewMenu(): Entry {
  const { menu } = words().frame;
  const themeEntries = themes.map((theme) => ({
    label: menu.themes[theme],
    type: 'radio' as const,
    checked: nativeTheme.themeSource === theme,
    click: () => (nativeTheme.themeSource = theme),
  }));
  const developing: Entry[] = app.isPackaged
    ? []
    : [separator, { role: 'reload' }, { role: 'toggleDevTools' }];
  return {
    label: menu.view,
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { label: menu.theme, submenu: themeEntries },
      { role: 'togglefullscreen' },
      ...developing,
    ],
  };
}

function goMenu(): Entry {
  const { menu } = words().frame;
  return {
    label: menu.go,
    submenu: [
      command(menu.back, 'back', isMac ? 'Cmd+[' : 'Alt+Left'),
      command(menu.forward, 'forward', isMac ? 'Cmd+]' : 'Alt+Right'),
      separator,
      command(menu.filter, 'filter', 'CmdOrCtrl+F'),
    ],
  };
}

function helpMenu(): Entry {
  return { role: 'help', submenu: [command(words().frame.menu.keys, 'show-keys'), { role: 'about' }] };
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

/** In a label, `&` would underline the letter after it. */
function withoutMnemonic(label: string): string {
  return label.replaceAll('&', '&&');
}
