import { existsSync } from 'node:fs';
import process from 'node:process';
import { attempt } from './run.ts';

/** Why captures can't be made on this machine; null where they can. */
export function whyImpossible(): string | null {
  if (process.platform !== 'linux') return 'not Linux';
  if (process.getuid?.() !== 0) return 'not root';
  const tools = [
    'ip',
    'iptables-legacy-restore',
    'tcpdump',
    'conntrack',
    'nstat',
    'sysctl',
    'python3',
    'taskset',
  ];
  const missing = tools.filter((tool) => 'error' in attempt('sh', ['-c', `command -v ${tool}`]));
  if (missing.length > 0) return `missing: ${missing.join(', ')}`;
  if (!existsSync('/proc/sys/net/netfilter/nf_log_all_netns')) return 'the kernel has no nf_log';
  if (!existsSync('/sys/kernel/tracing')) return 'the kernel has no tracefs';
  const probe = `netopsy-lab-probe-${process.pid}`;
  const made = attempt('ip', ['netns', 'add', probe]);
  if ('error' in made) return `no network namespaces: ${made.error}`;
  const legacy = attempt('ip', [
    'netns',
    'exec',
    probe,
    'iptables-legacy',
    '-t',
    'raw',
    '-A',
    'OUTPUT',
    '-j',
    'TRACE',
  ]);
  attempt('ip', ['netns', 'del', probe]);
  return 'error' in legacy ? `no iptables-legacy: ${legacy.error}` : null;
}
