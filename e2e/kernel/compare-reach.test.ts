import { expect, it } from 'vitest';
import { type AddressValue, parseAddress } from '../../core/kernel/address.ts';
import { packetWith } from '../../core/kernel/headers/plain-packet.ts';
import { newHeaderSpace } from '../../core/kernel/sets/header-space.ts';
import type { SampledHeader } from '../../core/kernel/sets/sample.ts';
import { isDead } from '../../core/model/disposition.ts';
import type { HeaderBox } from '../../core/model/reach.ts';
import type { Table } from '../../core/model/ruleset.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';
import { compareReach } from '../../core/simulate/reach/compare-reach.ts';
import { everyPacket } from '../../core/simulate/reach/reach-query.ts';
import { stateSimulator } from '../../core/simulate/simulate-host.ts';
import { drawnRecords } from './drawn-network.ts';
import { type Random, seededRandom } from './random.ts';
import { pool } from './random-pool.ts';
import { randomRuleset } from './random-ruleset.ts';

const pairs = Number(process.env['REACH_PAIRS'] ?? 6);
const firstSeed = Number(process.env['REACH_SEED'] ?? 1);

it('packets_that_a_change_lets_live_or_die_are_in_its_boxes_and_no_others', { timeout: 600_000 }, () => {
  const differences: string[] = [];
  let [certain, changed] = [0, 0];
  for (let seed = firstSeed; seed < firstSeed + pairs; seed++) {
    const random = seededRandom(seed);
    const text = randomRuleset(random, 'used');
    const tables = tablesOf(text);
    const state = { tables, network: drawnRecords(random), ipsets: [], conntrack: [] };
    const other = {
      ...state,
      tables: random.chance(0.4) ? withoutOneRule(tables, random) : tablesOf(withOneRule(text, random)),
    };
    const [before, after] = random.chance(0.5) ? [state, other] : [other, state];
    const found = compareReach('', before, after, { ...everyPacket, in: pool.interfaces, family: 'ipv4' });
    const [walkBefore, walkAfter] = [stateSimulator(before), stateSimulator(after)];
    const drawn = Array.from({ length: 150 }, () => drawnHeader(random));
    const inside = [...found.newlyAlive, ...found.newlyDead].map((box) => headerIn(box, random));
    for (const header of [...drawn, ...inside]) {
      const packet = packetWith(newHeaderSpace('ipv4', pool.interfaces), header, 'arriving', new Set());
      const [was, is] = [fateOf(walkBefore(packet)), fateOf(walkAfter(packet))];
      const isIn = (boxes: readonly HeaderBox[]): boolean => boxes.some((box) => holds(box, header));
      const told = isIn(found.newlyAlive) ? 'alive' : isIn(found.newlyDead) ? 'dead' : isIn(found.mayChange) ? 'perhaps' : 'same'; // prettier-ignore
      if (was !== 'open' && is !== 'open') certain++;
      if (was !== is) changed++;
      const isRight =
        told === 'perhaps' ||
        (told === 'same'
          ? was === is || was === 'open' || is === 'open'
          : is === told && was !== told && was !== 'open');
      if (!isRight) differences.push(`seed ${seed}: ${JSON.stringify(header)}: ${was} > ${is}, told ${told}`);
    }
  }
  expect(differences.slice(0, 5)).toEqual([]);
  expect(certain).toBeGreaterThan(pairs * 10);
  expect(changed).toBeGreaterThan(0);
});

function fateOf({
  ways,
  presumed,
  complete,
}: ReturnType<ReturnType<typeof stateSimulator>>): 'alive' | 'dead' | 'open' {
  const fates = new Set(
    ways.map(({ disposition }) =>
      isDead(disposition) ? 'dead' : disposition === 'unknown' || disposition === 'queued' ? 'open' : 'alive',
    ),
  );
  const [only] = fates;
  return only === undefined || fates.size > 1 || presumed.length > 0 || !complete ? 'open' : only;
}

function tablesOf(text: string): readonly Table[] {
  const { records } = iptablesSave.parse(text.split('\n'), 'iptables-save.txt');
  return records?.kind === 'rulesets' ? records.items.flatMap(({ tables }) => tables) : [];
}

/** With a rule above all others of filter/FORWARD or filter/INPUT. */
function withOneRule(text: string, { pick }: Random): string {
  const asked = pick([
    '-p tcp',
    '-p udp',
    '-s 10.0.0.0/16',
    '-d 10.0.1.0/24',
    '-p tcp -m tcp --dport 22:443',
    '',
  ]);
  const rule = `-A ${pick(['FORWARD', 'FORWARD', 'INPUT'])} ${asked} -j ${pick(['DROP', 'ACCEPT'])}`;
  const [before = '', after = ''] = text.split('*filter\n');
  const lines = after.split('\n');
  const first = lines.findIndex((line) => !line.startsWith(':'));
  return [`${before}*filter`, ...lines.slice(0, first), rule, ...lines.slice(first)].join('\n');
}

function withoutOneRule(tables: readonly Table[], random: Random): readonly Table[] {
  const places = tables.flatMap((table) =>
    table.chains.flatMap((chain) => chain.rules.map((rule) => ({ table, chain, rule }))),
  );
  const gone = random.pick(places);
  return tables.map((table) =>
    table !== gone.table
      ? table
      : {
          ...table,
          chains: table.chains.map((chain) =>
            chain === gone.chain
              ? { ...chain, rules: chain.rules.filter((rule) => rule !== gone.rule) }
              : chain,
          ),
        },
  );
}

function drawnHeader({ pick, below }: Random): SampledHeader {
  return {
    state: pick([0, 0, 0, 3]),
    in: below(pool.interfaces.length),
    out: 0,
    protocol: pick([6, 6, 17, 1, 99]),
    icmpType: pick([0, 8, 3]),
    dst: parseAddress(pick(pool.destinations)) ?? 0,
    dport: pick([...pool.ports, below(65536)]),
    src: parseAddress(pick(pool.sources)) ?? 0,
    sport: pick([...pool.ports, below(65536)]),
    mark: 0,
  };
}

const states = ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'];
const protocols: readonly (readonly [string, number])[] = [['tcp', 6], ['udp', 17], ['icmp', 1], ['sctp', 132], ['gre', 47], ['99', 99], ['other', 99]]; // prettier-ignore

function holds(box: HeaderBox, header: SampledHeader): boolean {
  const isIn = (
    ranges: readonly string[] | null,
    value: AddressValue,
    read: (text: string) => number,
  ): boolean =>
    ranges === null ||
    ranges
      .map((range) => range.split('-').map(read))
      .some(([low = 0, high = 0]) => low <= Number(value) && Number(value) <= high);
  const address = (text: string): number => Number(parseAddress(text));
  const names = protocols.filter(([, number]) => number === Number(header.protocol)).map(([name]) => name);
  return (
    (box.in === null || box.in.includes(pool.interfaces[Number(header.in)] ?? '')) &&
    (box.state === null || box.state.includes(states[Number(header.state)] ?? '')) &&
    (box.protocol === null || names.some((name) => box.protocol?.includes(name))) &&
    isIn(box.src, header.src, address) &&
    isIn(box.dst, header.dst, address) &&
    isIn(box.sport, header.sport, Number) &&
    isIn(box.dport, header.dport, Number) &&
    isIn(box.icmpType, header.icmpType, Number) &&
    !box.local
  );
}

/** A header of a box, where a box of the test's few protocols has one. */
function headerIn(box: HeaderBox, random: Random): SampledHeader {
  const of = (ranges: readonly string[] | null, read: (text: string) => number, most: number): number => {
    if (ranges === null) return random.below(most);
    const [low = 0, high = 0] = random.pick(ranges).split('-').map(read);
    return random.pick([low, high, low + random.below(high - low + 1)]);
  };
  const address = (text: string): number => Number(parseAddress(text));
  const fitting = protocols.filter(([name]) => box.protocol === null || box.protocol.includes(name));
  return {
    ...drawnHeader(random),
    in: box.in === null ? 0 : pool.interfaces.indexOf(random.pick(box.in)),
    state: box.state === null ? 0 : states.indexOf(random.pick(box.state)),
    protocol: fitting.length === 0 ? 6 : random.pick(fitting)[1],
    src: of(box.src, address, 2 ** 32),
    dst: of(box.dst, address, 2 ** 32),
    sport: of(box.sport, Number, 65536),
    dport: of(box.dport, Number, 65536),
    icmpType: of(box.icmpType, Number, 256),
  };
}
