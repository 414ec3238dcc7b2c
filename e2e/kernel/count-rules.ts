import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * A packet for `count-rules.py`: to be received on a port, or sent by the router itself. With `goesOn` it finds the
 * connections of the one before it; else it finds none.
 */
export type SentPacket =
  | { readonly port: string; readonly frame: string; readonly goesOn?: true }
  | { readonly local: true; readonly frame: string };

/** What the kernel did with one packet. */
export interface Counted {
  /** Table, chain, number (from 1), packets: each rule or chain's end that counted. */
  readonly counts: readonly (readonly [string, string, number, number])[];
  /** Port and IP packet in hexadecimal: what came out again. */
  readonly seen: readonly (readonly [string, string])[];
}

/** Sends packets one by one into the namespace `router`, whose interfaces lead to `ports` of the namespace `outside`. */
export function countRules(
  router: string,
  outside: string,
  ports: readonly string[],
  packets: readonly SentPacket[],
  rules: 'iptables' | 'nft' = 'iptables',
): Counted[] {
  const script = fileURLToPath(new URL('count-rules.py', import.meta.url));
  const setup = { outside: `/var/run/netns/${outside}`, ports, rules };
  const run = spawnSync('ip', ['netns', 'exec', router, 'python3', script], {
    encoding: 'utf8',
    input: [setup, ...packets].map((line) => `${JSON.stringify(line)}\n`).join(''),
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(`count-rules.py: ${run.stderr}`);
  return run.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Counted);
}
