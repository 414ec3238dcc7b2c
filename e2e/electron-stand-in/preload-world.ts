/**
 * A script that runs a preload script before the page's own, as Electron's sandbox does: it can require `electron` and
 * nothing else, and there only the two modules that a sandboxed preload script has. What it exposes is copied, as
 * through the real bridge: functions, plain values and what structured cloning takes; nothing else passes. What the
 * user does in the page is told to the main process, and what a page copies needs the app's permission.
 */
export function sandboxedPreload(source: string): string {
  return `(() => {
    const { standInInvoke, standInSend, standInOpen, standInInput, standInCopy } = globalThis;
    delete globalThis.standInInvoke;
    delete globalThis.standInSend;
    delete globalThis.standInOpen;
    delete globalThis.standInInput;
    delete globalThis.standInCopy;
    const inputs = { mouseup: 'mouseUp', mousemove: 'mouseMove', keydown: 'rawKeyDown' };
    for (const [name, type] of Object.entries(inputs))
      addEventListener(name, ({ isTrusted }) => isTrusted && void standInInput(type), { capture: true });
    if (navigator.clipboard !== undefined)
      navigator.clipboard.writeText = async (text) => {
        if (!(await standInCopy(String(text)))) throw new DOMException('Write permission denied.', 'NotAllowedError');
      };
    globalThis.open = (address) => void standInOpen(String(address)) ?? null;
    const listeners = new Map();
    globalThis.standInReceive = (channel, value) => {
      for (const listener of listeners.get(channel) ?? []) listener({ sender: 'not for the page' }, value);
    };
    const ipcRenderer = {
      invoke: (channel, ...values) => standInInvoke(channel, values),
      send: (channel, ...values) => void standInSend(channel, values),
      on: (channel, listener) => listeners.set(channel, [...(listeners.get(channel) ?? []), listener]),
      off: (channel, listener) => listeners.set(channel, (listeners.get(channel) ?? []).filter((own) => own !== listener)),
    };
    const contextBridge = {
      exposeInMainWorld: (name, api) => {
        const copy = (value) => (typeof value === 'function' ? (...values) => value(...values) : structuredClone(value));
        const exposed = Object.fromEntries(Object.entries(api).map(([key, value]) => [key, copy(value)]));
        Object.defineProperty(globalThis, name, { value: Object.freeze(exposed), enumerable: true });
      },
    };
    const require = (name) => {
      if (name !== 'electron') throw new Error('module not found: ' + name);
      return { contextBridge, ipcRenderer };
    };
    const process = { platform: 'linux' };
    const module = { exports: {} };
    (function (require, process, module, exports) { ${source}
    })(require, process, module, module.exports);
  })()`;
}
