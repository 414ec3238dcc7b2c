import { describe, expect, it } from 'vitest';
import { routeInput } from '../../core/kernel/routing/route-input.ts';
import { routeOutput } from '../../core/kernel/routing/route-output.ts';
import { difference, readHost } from './compare.ts';
import { makeNamespace } from './namespace.ts';
import type { Namespace } from './namespace.ts';
import { seededRandom } from './random.ts';
import type { Random } from './random.ts';
import { anyIpv6Address, ipv6Interfaces, makeRandomIpv6Host, randomIpv6Address } from './random-host-ipv6.ts';
import { anyAddress, interfaces, makeRandomHost, randomAddress } from './random-host.ts';

/** Random hosts per run, and packets for each; `FIB_HOSTS=500` looks longer, `FIB_SEED` elsewhere. */
const hosts = Number(process.env['FIB_HOSTS'] ?? 24);
const firstSeed = Number(process.env['FIB_SEED'] ?? 1);
const packetsPerHost = 150;

const reason = whyImpossible();
if (reason) console.log(`comparison with the kernel skipped: ${reason}`);

describe.skipIf(reason)('the routing decision of this machine’s kernel', () => {
  it('is predicted for packets that come in', { timeout: 600_000 }, () => {
    expect(compareHosts(compareInput)).toEqual([]);
  });

  it('is predicted for packets that the host sends', { timeout: 600_000 }, () => {
    expect(compareHosts(compareOutput)).toEqual([]);
  });
});

describe.skipIf(reason)('the IPv6 routing decision of this machine’s kernel', () => {
  it('is predicted for packets that come in', { timeout: 600_000 }, () => {
    expect(compareHosts(compareIpv6)).toEqual([]);
  });

  it('is predicted for packets that the host sends', { timeout: 600_000 }, () => {
    expect(compareHosts(compareIpv6Output)).toEqual([]);
  });
});

/** Makes a random host of the namespace and tells where the prediction differs from the kernel. */
type Compare = (namespace: Namespace, random: Random) => string[];

function compareHosts(compare: Compare): string[] {
  return Array.from({ length: hosts }, (_, index) => firstSeed + index).flatMap((seed) => {
    const random = seededRandom(seed);
    const namespace = makeNamespace(`netopsy-fib-${process.pid}`);
    if ('impossible' in namespace) throw new Error(namespace.impossible);
    try {
      return compare(namespace, random).map((line) => `seed ${seed}: ${line}`);
    } finally {
      namespace.remove();
    }
  });
}

const compareInput: Compare = (namespace, random) => {
  const untouched = makeHost(namespace, random);
  const host = readHost(namespace);
  const packets = Array.from({ length: packetsPerHost }, () => ({
    ...randomFields(random),
    src: anyAddress(random),
    iif: random.pick(interfaces.filter((dev) => dev !== 'a3')),
  }));
  const answers = namespace.batch(
    packets.map(
      (packet) => `route get ${packet.dst} from ${packet.src} iif ${packet.iif} ${options(packet)}`,
    ),
  );
  return packets.flatMap((packet, index) => {
    const result = routeInput(host, { ...packet, ttl: null, length: null, df: false });
    const found = difference(result, answers[index] ?? { error: 'no answer' }, untouched);
    return found === null ? [] : [`${JSON.stringify(packet)}: ${found}`];
  });
};

const compareOutput: Compare = (namespace, random) => {
  const untouched = makeHost(namespace, random);
  const host = readHost(namespace);
  const packets = Array.from({ length: packetsPerHost }, () => ({
    ...randomFields(random),
    dst: randomAddress(random),
    src: random.chance(0.5) ? null : random.pick(['10.0.0.1', '10.1.0.1']),
    oif: random.chance(0.2) ? random.pick(['a0', 'a1', 'a4']) : null,
    uid: 0,
  }));
  const answers = namespace.batch(
    packets.map((packet) => {
      const from = packet.src === null ? '' : `from ${packet.src}`;
      return `route get ${packet.dst} ${from} ${packet.oif === null ? '' : `oif ${packet.oif}`} ${options(packet)}`;
    }),
  );
  return packets.flatMap((packet, index) => {
    const result = routeOutput(host, packet);
    const found = difference(result, answers[index] ?? { error: 'no answer' }, untouched);
    return found === null ? [] : [`${JSON.stringify(packet)}: ${found}`];
  });
};

/** True where no FIB rule of the namespace was ever touched. */
function makeHost(namespace: Namespace, random: Random): boolean {
  const rules = random.pick(['random', 'random', 'random', 'untouched', 'put-back'] as const);
  makeRandomHost(namespace, random, rules);
  return rules === 'untouched';
}

const compareIpv6: Compare = (namespace, random) => {
  makeRandomIpv6Host(namespace, random);
  const host = readHost(namespace);
  const packets = Array.from({ length: packetsPerHost }, () => ({
    ...randomFields(random),
    family: 'ipv6' as const,
    protocol: random.pick(['tcp', 'udp']),
    dst: anyIpv6Address(random),
    src: randomIpv6Address(random),
    iif: random.pick(ipv6Interfaces.filter((dev) => dev !== 'b3')),
  }));
  const answers = namespace.batch(
    packets.map(
      (packet) => `route get ${packet.dst} from ${packet.src} iif ${packet.iif} ${options(packet)}`,
    ),
    '-6',
  );
  return packets.flatMap((packet, index) => {
    const result = routeInput(host, { ...packet, ttl: null, length: null, df: false });
    const found = difference(result, answers[index] ?? { error: 'no answer' }, false);
    return found === null ? [] : [`${JSON.stringify(packet)}: ${found}`];
  });
};

const compareIpv6Output: Compare = (namespace, random) => {
  makeRandomIpv6Host(namespace, random);
  const host = readHost(namespace);
  const packets = Array.from({ length: packetsPerHost }, () => ({
    ...randomFields(random),
    family: 'ipv6' as const,
    protocol: random.pick(['tcp', 'udp']),
    dst: random.chance(0.9) ? randomIpv6Address(random) : random.pick(['fd00:0::1', '::1', '2001:db8::1']),
    src: random.pick(['fd00:0::1', 'fd00:1::1']),
    oif: null,
    uid: 0,
  }));
  const answers = namespace.batch(
    packets.map((packet) => `route get ${packet.dst} from ${packet.src} ${options(packet)}`),
    '-6',
  );
  return packets.flatMap((packet, index) => {
    const result = routeOutput(host, packet);
    const found = difference(result, answers[index] ?? { error: 'no answer' }, false);
    return found === null ? [] : [`${JSON.stringify(packet)}: ${found}`];
  });
};

function randomFields(random: Random) {
  const { pick } = random;
  return {
    family: 'ipv4' as const,
    dst: anyAddress(random),
    mark: pick([0, 0, 1, 2, 0x10, 0x80000001]),
    tos: pick([0, 0, 4, 8, 0x10, 0x1c, 0x28]),
    protocol: pick(['tcp', 'udp', 'icmp']),
    sport: pick([80, 85, 1500, 5000]),
    dport: pick([80, 85, 443]),
  };
}

function options(packet: Omit<ReturnType<typeof randomFields>, 'family'>): string {
  const ports = packet.protocol === 'icmp' ? '' : `sport ${packet.sport} dport ${packet.dport}`;
  return `mark ${packet.mark} tos 0x${packet.tos.toString(16)} ipproto ${packet.protocol} ${ports}`;
}

function whyImpossible(): string | null {
  const trial = makeNamespace(`netopsy-trial-${process.pid}`);
  if ('impossible' in trial) return trial.impossible;
  try {
    trial.ip('link', 'add', 'veth1', 'type', 'veth', 'peer', 'name', 'veth2');
    return null;
  } catch (error) {
    return String(error);
  } finally {
    trial.remove();
  }
}
