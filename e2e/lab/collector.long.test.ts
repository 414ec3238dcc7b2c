import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { analyze, checkExpectation, readExpectation } from '../../core/index.ts';
import { sourcesOf } from '../../electron/cli/sources.ts';
import { integrityFaults } from '../golden/integrity.ts';
import { withLock } from './lock.ts';
import { whyImpossible } from './possible.ts';
import {
  collect,
  type RouterSetup,
  rulesOf,
  send,
  type Shell,
  startCollector,
  withRouter,
} from './run-collector.ts';

const reason = whyImpossible();
if (reason !== null) console.log(`the collector on this machine's kernel skipped: ${reason}`);

const tcp = 'tcp 10.71.0.2 > 10.72.0.2:22';
const udp = 'udp 10.71.0.2 > 10.72.0.2:53';
const toTcp = send('tcp', '10.72.0.2', 22);
const toUdp = send('udp', '10.72.0.2', 53);
const dropping = `*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:OUTPUT ACCEPT [0:0]
-A FORWARD -p tcp -m tcp --dport 80 -j ACCEPT
COMMIT
`;
const nftDropping = `table inet fw {
  chain forward {
    type filter hook forward priority 0; policy drop;
    tcp dport 80 counter accept
  }
}
`;
const nftRule = `table inet fw {
  chain forward {
    type filter hook forward priority 0; policy accept;
    ip saddr 10.71.0.0/24 jump guests
  }
  chain guests {
    udp dport 53 counter drop
  }
}
`;

/** Dead ends of all kinds: the way in which the router is made to let packets die, and what must be found. */
const cases: readonly (readonly [
  title: string,
  shell: Shell,
  setup: RouterSetup,
  flow: string,
  probe: readonly string[],
  found: string,
])[] = [
  ['policy of nft', 'dash', { nft: nftDropping }, tcp, toTcp, 'dropped policy'],
  ['rule of nft', 'busybox', { nft: nftRule }, udp, toUdp, 'dropped rule'],
  ['policy of iptables-legacy', 'bash', { legacy: dropping }, tcp, toTcp, 'dropped policy'],
  [
    'reject of iptables-legacy',
    'busybox',
    { legacy: dropping.replace('COMMIT', '-A FORWARD -p udp -j REJECT\nCOMMIT') },
    udp,
    toUdp,
    'rejected reject',
  ],
  ['policy of iptables-nft', 'dash', { translated: dropping }, tcp, toTcp, 'dropped policy'],
  [
    'policy of nft, beside legacy tables',
    'dash',
    { nft: nftDropping, legacy: dropping.replace('DROP', 'ACCEPT') },
    tcp,
    toTcp,
    'dropped policy',
  ],
  [
    'policy of iptables-legacy, beside nft',
    'bash',
    { nft: nftRule, legacy: dropping },
    tcp,
    toTcp,
    'dropped policy',
  ],
  ['no route', 'dash', { ip: ['route del 10.72.0.0/24'] }, tcp, toTcp, 'dropped no-route'],
  ['blackhole', 'busybox', { ip: ['route add blackhole 10.72.0.2'] }, udp, toUdp, 'dropped blackhole'],
  [
    'forwarding disabled',
    'bash',
    { sysctls: ['net.ipv4.ip_forward=0'] },
    udp,
    toUdp,
    'dropped ip-forward-disabled',
  ],
  [
    'reverse path filter',
    'dash',
    {
      sysctls: ['net.ipv4.conf.lan7.rp_filter=1'],
      ip: ['route add 198.51.100.0/24 via 10.72.0.2'],
      clientHas: ['198.51.100.4/32'],
    },
    'udp 198.51.100.4 > 10.72.0.2:53',
    send('udp', '10.72.0.2', 53, '198.51.100.4'),
    'dropped rp-filter',
  ],
];

function inFolder<T>(work: (folder: string) => Promise<T>): () => Promise<T> {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'netopsy-collector-'));
    try {
      return await withLock(() => work(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
}

describe.skipIf(reason !== null)('what_the_script_collects_proves', () => {
  it.each(cases)('%s (%s)', async (_, shell, setup, flow, probe, found) => {
    await inFolder((folder) =>
      withRouter(setup, async (network) => {
        const before = rulesOf(network);
        const { status, out, err } = await collect(network, folder, flow, shell, probe);
        expect(status, err).toBe(0);
        expect(out.trim()).toBe(join(folder, 'bundle.tar.gz'));
        expect(rulesOf(network)).toBe(before);
        const analysis = await analyze(await sourcesOf([out.trim()]));
        const expectation = readExpectation(`${flow} ${found}`);
        if ('wrong' in expectation) throw new Error(expectation.wrong);
        expect(checkExpectation(analysis, expectation)).toMatchObject({ kind: 'holds' });
        expect(await integrityFaults(analysis)).toEqual([]);
        expect(analysis.diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([]);
      }),
    )();
  });
});

/** Where in the script's course it is killed, in milliseconds. */
const moments = [50, 400, 900, 1300, 1700, 2100, 2600, 3200, 4000];

describe.skipIf(reason !== null)('whatever_ends_it', () => {
  it.each(
    moments.map((moment, index) => {
      const setup = index % 2 === 0 ? { nft: nftDropping } : { legacy: dropping };
      return [moment, (['dash', 'busybox', 'bash'] as const)[index % 3] as Shell, setup] as const;
    }),
  )('after_%i_ms_by_kill_9_the_rules_are_what_they_were (%s)', async (moment, shell, setup) => {
    await inFolder((folder) =>
      withRouter(setup, async (network) => {
        const before = rulesOf(network);
        const run = startCollector(network, folder, tcp, shell, 30);
        await wait(moment);
        // The whole process group, as a terminal's end or a container's would.
        process.kill(-(run.child.pid as number), 'SIGKILL');
        await wait(5000);
        expect(rulesOf(network)).toBe(before);
      }),
    )();
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s_takes_everything_away', async (signal) => {
    await inFolder((folder) =>
      withRouter({ nft: nftDropping, legacy: dropping }, async (network) => {
        const before = rulesOf(network);
        const run = startCollector(network, folder, tcp, 'dash', 30);
        await run.tracing;
        expect(rulesOf(network)).not.toBe(before);
        process.kill(-(run.child.pid as number), signal);
        const { status } = await run.ended;
        expect(status).not.toBe(0);
        expect(rulesOf(network)).toBe(before);
      }),
    )();
  });
});
