import { readFileSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { readKernelMessages } from '../lab/kernel-messages.ts';
import type { KernelMessages } from '../lab/kernel-messages.ts';

/** The TRACE lines of one namespace's packets in this machine's kernel log, by IP ID. */
export interface TraceLog {
  /** `filter:FORWARD:rule:2`, in order, of the packets since the last call; null where lines were lost. */
  take(): ReadonlyMap<number, readonly string[]> | null;
  close(): void;
}

const allNamespaces = '/proc/sys/net/netfilter/nf_log_all_netns';

/** Lets the namespace log to the kernel's ring; its interfaces must have names that no other one has. */
export function openTraceLog(namespace: string, interfaces: readonly string[]): TraceLog {
  const before = readFileSync(allNamespaces, 'utf8');
  writeFileSync(allNamespaces, '1');
  const logger = 'echo nf_log_ipv4 > /proc/sys/net/netfilter/nf_log/2';
  const set = spawnSync('ip', ['netns', 'exec', namespace, 'sh', '-c', logger], { encoding: 'utf8' });
  if (set.status !== 0) throw new Error(set.stderr);
  const own = new RegExp(`^TRACE: (\\S+) .*(?:IN|OUT)=(?:${interfaces.join('|')}) .*? ID=(\\d+) `);
  let messages: KernelMessages = readKernelMessages();
  return {
    take() {
      messages.drain();
      const lines = new Map<number, string[]>();
      for (const { text } of messages.messages) {
        const [, place, id] = own.exec(text) ?? [];
        if (place === undefined) continue;
        const known = lines.get(Number(id));
        if (known === undefined) lines.set(Number(id), [place]);
        else known.push(place);
      }
      const lost = messages.lost();
      messages.close();
      messages = readKernelMessages();
      return lost ? null : lines;
    },
    close() {
      messages.close();
      writeFileSync(allNamespaces, before);
    },
  };
}
