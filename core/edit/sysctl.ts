import type { Refusal, SysctlEdit } from '../model/edit.ts';
import type { Sysctl } from '../model/network.ts';
import { isKnownSetting } from './sysctl-names.ts';
import { type Configuration, withNetwork } from './configuration.ts';
import type { TypedCommand } from './edit-kind.ts';
import { isRefusal, refuse, type TypedWord, typedWords, withoutTool } from './typed-line.ts';

/** `net.ipv4.ip_forward=1`, as sysctl(8) takes it after `-w`; slashes and dots may be exchanged. */
export function readSysctl({ text }: TypedCommand, state: Configuration): SysctlEdit | Refusal {
  const typed = typedWords(text);
  if (isRefusal(typed)) return typed;
  const words = writtenToProc(typed) ?? withoutTool(typed, ['sysctl']).filter((word) => !/^-[a-z]+$|^--write$/.test(word.text)); // prettier-ignore
  const joined = words.map((word) => word.text).join(' ');
  const equals = joined.indexOf('=');
  const first = words[0];
  if (equals < 1 || first === undefined)
    return refuse('sysctl: command line(0): invalid syntax, continuing...', first);
  const key = withDots(joined.slice(0, equals).trim());
  const value = joined.slice(equals + 1).trim();
  const path = `/proc/sys/${key.replaceAll('/', '\0').replaceAll('.', '/').replaceAll('\0', '.')}`;
  const [, dev] = /^net\.ipv[46]\.(?:conf|neigh)\.([^.]+)\./.exec(key) ?? [];
  const links = state.network?.links ?? [];
  const isStrange =
    dev !== undefined &&
    dev !== 'all' &&
    dev !== 'default' &&
    links.length > 0 &&
    !links.some(({ name }) => name === dev.replaceAll('/', '.'));
  if (
    isStrange ||
    !/^(?:net|kernel|vm|fs)\.[\w./@-]+$/.test(key) ||
    (!isKnownSetting(key) && state.network?.sysctls.some((each) => each.key === key) !== true)
  )
    return refuse(`sysctl: cannot stat ${path}: No such file or directory`, first);
  if (value === '' || (isNumber.test(key) && !/^-?\d+$/.test(value)))
    return refuse(`sysctl: setting key "${key}": Invalid argument`, words.at(-1));
  return { kind: 'sysctl', key, value };
}

/**
 * `echo 1 > /proc/sys/net/ipv4/ip_forward` and `echo 1 | sudo tee /proc/sys/...` as the words of sysctl; null for others.
 */
function writtenToProc(typed: readonly TypedWord[]): readonly TypedWord[] | null {
  const start = typed.findIndex(({ text }) => text === 'echo' || text === 'printf');
  const file = typed.find(({ text }) => procFile.test(text));
  const to = typed.findIndex(({ text }) => text.startsWith('>') || text === '|');
  if (start < 0 || file === undefined || to < start) return null;
  const values = typed.slice(start + 1, to).filter(({ text }) => text !== '-n');
  const [, path = ''] = procFile.exec(file.text) ?? [];
  return [{ ...file, text: `${path}=${values.map(({ text }) => text).join(' ')}` }];
}

const procFile = /^>?\/proc\/sys\/(.+)$/;

/** As sysctl -a prints it: dots between, slashes for the dots of names. */
function withDots(key: string): string {
  const slash = key.indexOf('/');
  const isPath = slash >= 0 && (key.indexOf('.') < 0 || slash < key.indexOf('.'));
  return isPath ? key.replaceAll('.', '\0').replaceAll('/', '.').replaceAll('\0', '/') : key;
}

/** Settings that decide packets' ways; each is a number. */
const isNumber =
  /^net\.ipv[46]\.(?:ip_forward|conf\.[^.]+\.(?:forwarding|rp_filter|accept_local|route_localnet|src_valid_mark|send_redirects|ignore_routes_with_linkdown))$/;

/**
 * Writing conf.all.forwarding, also known as ip_forward, sets that of every interface and of later ones
 * (inet_forward_change(), addrconf_fixup_forwarding()); the other settings of conf.all are only asked along.
 */
export function applySysctl(
  state: Configuration,
  { key, value }: SysctlEdit,
  { at }: TypedCommand,
): Configuration {
  const sysctls = state.network?.sysctls ?? [];
  const all = /^net\.(ipv4|ipv6)\.conf\.all\.(forwarding)$/.exec(
    key === 'net.ipv4.ip_forward' ? 'net.ipv4.conf.all.forwarding' : key,
  );
  const keys = new Set([key]);
  if (all !== null) {
    const [, family = '', setting = ''] = all;
    keys.add(`net.${family}.conf.all.${setting}`).add(`net.${family}.conf.default.${setting}`);
    if (family === 'ipv4') keys.add('net.ipv4.ip_forward');
    for (const { name } of state.network?.links ?? [])
      keys.add(`net.${family}.conf.${name.replaceAll('.', '/')}.${setting}`);
    for (const each of sysctls)
      if (new RegExp(`^net\\.${family}\\.conf\\.[^.]+\\.${setting}$`).test(each.key)) keys.add(each.key);
  }
  const set = [...keys].map((each): Sysctl => ({ key: each, value, at }));
  return withNetwork(state, { sysctls: [...sysctls.filter((each) => !keys.has(each.key)), ...set] });
}
