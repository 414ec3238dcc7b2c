import { contextBridge, ipcRenderer } from 'electron';
import type { NetopsyShell, ShellEvents, ShellRequests } from './ipc.ts';

/** All that the page gets of Electron. */
const shell: NetopsyShell = {
  platform: process.platform === 'darwin' ? 'mac' : process.platform === 'win32' ? 'windows' : 'linux',
  chooseFiles: request('chooseFiles'),
  chooseFolder: request('chooseFolder'),
  recent: request('recent'),
  reopen: request('reopen'),
  read: request('read'),
  checksum: request('checksum'),
  release: request('release'),
  saveReport: request('saveReport'),
  onOpen: (listener) => {
    const end = subscribe('open', listener);
    ipcRenderer.send('netopsy:listening');
    return end;
  },
  onCommand: (listener) => subscribe('command', listener),
};

contextBridge.exposeInMainWorld('netopsy', shell);

function request<Name extends keyof ShellRequests>(name: Name): ShellRequests[Name] {
  const ask = (...values: unknown[]) => ipcRenderer.invoke(`netopsy:${name}`, ...values);
  return ask as ShellRequests[Name];
}

/** The page gets the value alone: the event that it comes with would hand out the sender. */
function subscribe<Name extends keyof ShellEvents>(name: Name, listener: (value: ShellEvents[Name]) => void) {
  const onEvent = (_event: unknown, value: ShellEvents[Name]) => listener(value);
  ipcRenderer.on(`netopsy:${name}`, onEvent);
  return () => void ipcRenderer.off(`netopsy:${name}`, onEvent);
}
