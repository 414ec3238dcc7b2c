import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { run } from './run.ts';

/** What became of packets, in the kernel's own record (tracefs, events net and skb). */
export interface DropRecords {
  readonly received: readonly Reception[];
  /** Dropped packets that no interface received: those of local processes, of any namespace. */
  readonly local: readonly Drop[];
}

/** A packet that an interface received, and why it was freed; null for one that was not dropped. */
export interface Reception {
  readonly dev: string;
  readonly bytes: number;
  /** Since 1970. */
  readonly microseconds: number;
  drop: Drop | null;
}

/** `NETFILTER_DROP` at `nf_hook_slow`; an IPv4 packet. */
export interface Drop {
  readonly reason: string;
  readonly location: string;
}

const tracefs = '/sys/kernel/tracing';
const events = ['net/netif_receive_skb', 'skb/kfree_skb', 'skb/consume_skb'];

/** Records until `finish`; `close` takes the instance away again. */
export function recordDrops(bridges: readonly string[]): { finish(): DropRecords; close(): void } {
  const mounted = !existsSync(join(tracefs, 'instances'));
  if (mounted) run('mount', ['-t', 'tracefs', 'none', tracefs]);
  const instance = join(tracefs, 'instances/netopsy-lab');
  mkdirSync(instance, { recursive: true });
  const set = (file: string, value: string): void => writeFileSync(join(instance, file), value);
  set('buffer_size_kb', '16384');
  set('trace', '');
  set('trace_clock', 'mono');
  for (const event of events) set(`events/${event}/enable`, '1');
  set('tracing_on', '1');
  return {
    finish() {
      set('tracing_on', '0');
      return readRecords(readFileSync(join(instance, 'trace'), 'utf8'), bridges);
    },
    close() {
      rmdirSync(instance);
      if (mounted) run('umount', [tracefs]);
    },
  };
}

/**
 *   # entries-in-buffer/entries-written: 412/412   #P:2
 *   ksoftirqd/0-15 [000] ..s1.  501.123456: netif_receive_skb: dev=lan0 skbaddr=00000000b1 len=52
 *   python3-812    [000] b.s2.  501.124000: kfree_skb: skbaddr=00000000b1 rx_sk=0000000000000000 protocol=2048 location=nf_hook_slow+0xa5/0xd0 reason: NETFILTER_DROP
 */
function readRecords(trace: string, bridges: readonly string[]): DropRecords {
  const [, kept, written] = /entries-written: (\d+)\/(\d+)/.exec(trace) ?? [];
  if (kept !== written)
    throw new Error('the trace buffer was overrun; try again when the machine is quieter');
  const bootedAt =
    (performance.timeOrigin + performance.now()) * 1000 - Number(process.hrtime.bigint() / 1000n);
  const received: Reception[] = [];
  const alive = new Map<string, Reception>();
  const local: Drop[] = [];
  for (const line of trace.split('\n')) {
    const reception = /([\d.]+): netif_receive_skb: dev=(\S+) skbaddr=(\S+) len=(\d+)/.exec(line);
    if (reception) {
      const [, seconds, dev = '', skb = '', bytes] = reception;
      // A bridge receives again what one of its ports received.
      if (bridges.includes(dev)) continue;
      const entry = { dev, bytes: Number(bytes), microseconds: bootedAt + Number(seconds) * 1e6, drop: null };
      received.push(entry);
      alive.set(skb, entry);
    }
    const freed =
      /(kfree|consume)_skb: skbaddr=(\S+)(?:.* protocol=(\d+) location=([\w.]+).* reason: (\w+))?/.exec(line);
    if (!freed) continue;
    const [, how, skb = '', protocol, location = '', reason = ''] = freed;
    const entry = alive.get(skb);
    alive.delete(skb);
    if (how === 'consume' || protocol !== '2048') continue;
    if (entry) entry.drop = { reason, location };
    else local.push({ reason, location });
  }
  return { received, local };
}
