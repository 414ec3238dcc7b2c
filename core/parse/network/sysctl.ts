import type { Sysctl } from '../../model/network.ts';
import { classifyLines } from '../text/classify-lines.ts';
import type { Format, Parsed, Sample } from '../format.ts';
import { mostLines } from '../text/recognise-lines.ts';

/**
 * The kernel settings that `sysctl -a` prints (sysctl(8)), with its complaints in between:
 *
 *   net.ipv4.conf.all.rp_filter = 1
 *   net.ipv4.conf.eth0/100.rp_filter = 0        a dot in an interface name is printed as a slash
 *   sysctl: permission denied on key 'net.ipv4.tcp_fastopen_key'
 *
 * and as scripts print them:
 *
 *   net.ipv4.ip_forward=1                       or `net.ipv4.ip_forward: 1`
 *   /proc/sys/net/ipv4/conf/all/rp_filter:0     grep -r . /proc/sys/net/ipv4/conf
 *      /proc/sys/net/ipv4/ip_forward = 1        shorewall dump
 *
 * `/etc/sysctl.conf` looks the same but is what someone wished for, not what is: it is not read.
 */
export const sysctl: Format<'sysctl'> = {
  kind: 'sysctl',
  madeBy: 'sysctl -a',
  recognises,
  begins: (line) => ownLine.test(line),
  parse,
};

const ownLine =
  /^\s*(?:(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)(?:\.[^\s=:.]+)+ ?[=:]|\/proc\/sys\/[\w.@/-]+ ?[:=])/;

const setting = /^\s*([a-z][\w-]*(?:\.[^\s=.]+)+)\s+=(?:\s(.*))?$/i;

const unspaced = /^([a-z][\w-]*(?:\.[^\s=:.]+){1,12})(?:=|: ?)(\S.*)?$/i;
const ofFile = /^\s*\/proc\/sys\/([\w.@/-]+) ?[:=] ?(.*)$/;

function recognises(sample: Sample): boolean {
  if (/sysctl\.(?:conf|d\/[^/]*)$/.test(sample.path)) return false;
  // Without blanks it is how people write a sysctl.conf, with comments in it.
  const isWritten = /\.conf$/.test(sample.path) || sample.lines.some((text) => /^\s*#\s*\w/.test(text));
  return mostLines(
    sample,
    (text) =>
      setting.test(text) ||
      /^sysctl: /.test(text) ||
      ofFile.test(text) ||
      (!isWritten && isKernelKey(unspaced.exec(text)?.[1] ?? '')),
  );
}

/** The folders of /proc/sys. */
function isKernelKey(key: string): boolean {
  return /^(?:abi|crypto|debug|dev|fs|kernel|net|sunrpc|user|vm)\./.test(key);
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: Sysctl[] = [];
  const account = classifyLines(lines, file, {
    read(text, at) {
      const path = ofFile.exec(text);
      const match = path ?? setting.exec(text) ?? unspaced.exec(text);
      if (match) {
        const [, key = '', value = ''] = match;
        items.push({ key: path ? keyOfPath(key) : key, value: value.trim(), at });
        return 'parsed';
      }
      return /^(?:sysctl: |error: |\s*[#=;]|\s*\/proc\/version )/.test(text)
        ? 'notOurs'
        : { malformed: { kind: 'sysctl' } };
    },
  });
  return { records: { kind: 'sysctls', items }, ...account, host: hostName(items) ?? account.host };
}

/** `net/ipv4/conf/eth0.100/rp_filter` is `net.ipv4.conf.eth0/100.rp_filter`. */
function keyOfPath(path: string): string {
  return path
    .split('/')
    .map((part) => part.replaceAll('.', '/'))
    .join('.');
}

function hostName(settings: readonly Sysctl[]): string | null {
  const name = settings.find((item) => item.key === 'kernel.hostname')?.value ?? '';
  return name === '' || name === '(none)' || name.startsWith('localhost') ? null : name;
}
