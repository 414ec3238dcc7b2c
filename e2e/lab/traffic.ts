import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Network } from './network.ts';
import { flowText } from './packet.ts';
import { runBeside, start, stop } from './run.ts';
import type { Probe, Variant } from './scenario.ts';
import { flowOf } from './truth.ts';

/** How many packets each probe sent, by flow. The kernel's ring is emptied meanwhile. */
export async function sendAll(
  network: Network,
  { probes }: Variant,
  drain: () => void,
): Promise<Map<string, number>> {
  const sent = new Map<string, number>();
  const timer = setInterval(drain, 10);
  const send = async (probe: Probe, cpu?: number): Promise<void> => {
    const pinned = cpu === undefined ? [] : ['taskset', '-c', String(cpu)];
    const printed = await runBeside(
      'ip',
      network.execArguments(probe.from, ...pinned, ...traffic('send', probe)),
    );
    sent.set(flowText(flowOf(probe)), Number(printed));
  };
  try {
    for (const step of probes) {
      if ('kind' in step) await send(step);
      else await Promise.all(step.map((probe, i) => send(probe, i % 2)));
      await wait(40);
    }
  } finally {
    clearInterval(timer);
  }
  return sent;
}

/** Starts the servers of a variant, one program in each namespace that has any. */
export function startListeners(
  network: Network,
  listeners: NonNullable<Variant['listeners']>,
): Promise<Awaited<ReturnType<typeof start>>[]> {
  const places = [...new Set(listeners.map(({ on }) => on))];
  return Promise.all(
    places.map((place) =>
      start(
        'ip',
        network.execArguments(
          place,
          ...traffic(
            'serve',
            listeners.filter(({ on }) => on === place),
          ),
        ),
        /ready/,
      ),
    ),
  );
}

/** Starts a program in the router that accepts what NFQUEUE hands to those queues. */
export function startQueueReader(
  network: Network,
  queues: readonly number[],
): Promise<Awaited<ReturnType<typeof start>>> {
  return start('ip', network.execArguments('router', ...traffic('queues', queues)), /ready/);
}

/** Which packets were delivered in the namespaces since the last time it was asked: `server udp 4001 53 10.2.0.2` each. */
export interface Arrivals {
  taken(): Promise<readonly string[]>;
  stop(): Promise<void>;
}

/** Watches what is delivered in each of the namespaces. */
export async function watchArrivals(network: Network, names: readonly string[]): Promise<Arrivals> {
  const watching = await Promise.all(
    names.map(async (name) => {
      const child = await start('ip', network.execArguments(name, ...traffic('watch')), /ready/);
      let printed = '';
      child.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
      const drained = async (): Promise<readonly string[]> => {
        child.kill('SIGUSR1');
        while (!printed.includes('drained\n')) await wait(5);
        const lines = printed.split('\n').filter((line) => line !== '' && line !== 'drained');
        printed = '';
        return lines.map((line) => `${name} ${line}`);
      };
      return { child, drained };
    }),
  );
  return {
    taken: async () => (await Promise.all(watching.map(({ drained }) => drained()))).flat(),
    stop: async () => void (await Promise.all(watching.map(({ child }) => stop(child)))),
  };
}

/** Sends the packets of one probe. */
export async function sendProbe(network: Network, probe: Probe): Promise<void> {
  await runBeside('ip', network.execArguments(probe.from, ...traffic('send', probe)));
}

const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';
const traffic = (mode: string, spec?: unknown): string[] => [
  python,
  trafficScript(),
  mode,
  ...(spec === undefined ? [] : [JSON.stringify(spec)]),
];

function trafficScript(): string {
  return join(process.env['NETOPSY_LAB_SOURCES'] ?? import.meta.dirname, 'traffic.py');
}
