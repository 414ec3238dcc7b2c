import type { Sysctl } from '../model/network.ts';
import { accountLines } from './account-lines.ts';
import type { Format, Parsed, Sample } from './format.ts';
import { mostLines } from './recognise-lines.ts';

/**
 * The kernel settings that `sysctl -a` prints (sysctl(8)), with its complaints in between:
 *
 *   net.ipv4.conf.all.rp_filter = 1
 *   net.ipv4.conf.eth0/100.rp_filter = 0        a dot in an interface name is printed as a slash
 *   sysctl: permission denied on key 'net.ipv4.tcp_fastopen_key'
 *
 * `/etc/sysctl.conf` looks the same but is what someone wished for, not what is: it is not read.
 */
export const sysctl: Format = { kind: 'sysctl', recognises, parse };

const setting = /^\s*([a-z][\w-]*(?:\.[^\s=.]+)+)\s+=(?:\s(.*))?$/i;

function recognises(sample: Sample): boolean {
  if (/sysctl\.(?:conf|d\/[^/]*)$/.test(sample.path)) return false;
  return mostLines(sample, (text) => setting.test(text) || /^sysctl: /.test(text));
}

function parse(lines: readonly string[], file: string): Parsed {
  const items: Sysctl[] = [];
  const account = accountLines(lines, file, {
    read(text, at) {
      const match = setting.exec(text);
      if (match) {
        items.push({ key: match[1] ?? '', value: (match[2] ?? '').trim(), at });
        return 'parsed';
      }
      return /^(?:sysctl: |error: |\s*[#=;])/.test(text) ? 'notOurs' : { malformed: 'no "key = value"' };
    },
  });
  return { records: { kind: 'sysctls', items }, ...account, host: hostName(items) ?? account.host };
}

function hostName(settings: readonly Sysctl[]): string | null {
  const name = settings.find((item) => item.key === 'kernel.hostname')?.value ?? '';
  return name === '' || name === '(none)' || name.startsWith('localhost') ? null : name;
}
