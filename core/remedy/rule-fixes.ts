import { ruleWordsOf } from '../dialects/iptables/changed-rule.ts';
import { isInWordsOfNft } from '../kernel/chains/loaded-tables.ts';
import type { MatchFacts } from '../kernel/match/match-facts.ts';
import type { MatchPacket } from '../kernel/match/match-packet.ts';
import { matchRule } from '../kernel/conditions/match-rule.ts';
import type { FixCommand, FixPersist, RuleOwner } from '../model/fix.ts';
import { calicoPolicy } from '../dialects/owner-comments.ts';
import type { Chain, Rule, Table } from '../model/ruleset.ts';
import type { Candidate } from './candidate.ts';
import { commandOfTable } from './remove-rule.ts';
import { type DeadPacket, type MetPlace, packetAtDeath, placesOfDeath } from './dead-packet.ts';
import { keepersOfPolicies, ownerOfChain } from './owners.ts';
import { openedFor } from './service-words.ts';
import { setFixes } from './set-fixes.ts';

/** The program that keeps the chain in which a packet died, or that hangs its own into a chain whose policy it was. */
export function ownerOfDeath(places: readonly MetPlace[]): RuleOwner | null {
  const last = places.at(-1);
  if (last === undefined) return null;
  const own = ownerOfChain(last.loaded.table, last.chain.name);
  if (own !== null || !last.isBase) return own;
  const hung = new Set(last.chain.rules.flatMap(({ spec }) => spec.statements.flatMap((statement) => (statement.kind === 'jump' || statement.kind === 'goto' ? [statement.chain] : []))).map((name) => (name === 'DOCKER-USER' ? 'docker' : ownerOfChain(last.loaded.table, name)))); // prettier-ignore
  const isPolicy = last.number > last.chain.rules.length;
  const keepers = isPolicy
    ? keepersOfPolicies
    : keepersOfPolicies.filter((each) => each === 'firewalld' || each === 'ufw');
  return keepers.find((each) => hung.has(each)) ?? null;
}

/** What rules could let the packet pass that a rule or policy lets die; those that change the least first. */
export function ruleFixes(dead: DeadPacket, facts: MatchFacts): readonly Candidate[] {
  const places = placesOfDeath(dead);
  const last = places.at(-1);
  const base = places.find(({ isBase }) => isBase) ?? last;
  if (last === undefined || base === undefined) return [];
  const owner = ownerOfDeath(places);
  const packet = { ...packetAtDeath(dead), ctstates: dead.packet.ctstates };
  const at = placeFor(last, base, owner);
  const state = dead.way.end.kind === 'rule' && dead.way.end.because === 'invalid' ? 'INVALID' : null;
  const opened = openedFor(packet, state);
  const persist: FixPersist = {
    owner: owner ?? (isNft(last) ? 'nft' : 'iptables'),
    hook: hookOf(base),
    service: opened.service,
    interfaces: { in: dead.packet.inInterface ?? '', out: packet.outInterface ?? '' },
    names: namesOnWay(dead),
    says: '',
  };
  const text = last.chain.rules[last.number - 1]?.text ?? null;
  const place = `${last.loaded.table.name}/${last.chain.name}`;
  const known = { ...facts, nftSets: last.loaded.table.sets };
  const shadowed = owner === null ? moved(dead, last, known, packet, persist) : [];
  const accept: Candidate = {
    commands: [insertion(dead, at, opened.iptables, opened.nft)],
    why: { kind: 'accept', place, before: text, answers: opened.answers },
    opens: { kind: 'service', service: opened.service, from: null },
    persist,
  };
  const sets = setFixes(dead, places, packet, known);
  // Who is refused by name is refused on purpose: no rule for everybody goes in front of that.
  return refusesSomeone(last) ? [...sets, accept, ...shadowed] : [...shadowed, ...sets, accept];
}

/** Whether the rule that decides asks where packets come from. */
function refusesSomeone({ chain, number }: MetPlace): boolean {
  const conditions = chain.rules[number - 1]?.spec.conditions ?? [];
  return conditions.some(
    (condition) =>
      condition.kind === 'ipset' ||
      condition.kind === 'lookup' ||
      (condition.kind === 'compare' && condition.field.kind === 'address' && condition.field.side === 'src'),
  );
}

/** Where the rule is to stand: in front of the rule that decides, but never within chains that a program rewrites. */
interface InsertAt {
  readonly place: MetPlace;
  /** Null: at the end. */
  readonly number: number | null;
}

function placeFor(last: MetPlace, base: MetPlace, owner: RuleOwner | null): InsertAt {
  const user = last.loaded.table.chains.find(({ name }) => name === 'DOCKER-USER');
  const isCalled = base.chain.rules.some(({ spec }) => spec.statements.some((statement) => statement.kind === 'jump' && statement.chain === 'DOCKER-USER')); // prettier-ignore
  if (owner === 'docker' && user !== undefined && isCalled && base.hook === 'forward')
    return {
      place: { loaded: last.loaded, chain: user, number: 1, isBase: false, hook: base.hook },
      number: 1,
    };
  const isOwned = ownerOfChain(last.loaded.table, last.chain.name) !== null;
  const place = isOwned || owner === 'firewalld' || owner === 'ufw' ? base : last;
  // A program that keeps its chains appends to them, and ends them with its own verdict.
  if (owner !== null && place === base && place.chain.rules.length > 0)
    return { place, number: Math.min(place.number, firstOwned(place, owner)) };
  return { place, number: place.number > place.chain.rules.length ? null : place.number };
}

/** The first rule that leads into the program's chains; after them its verdict falls. */
function firstOwned({ chain, loaded, number }: MetPlace, owner: RuleOwner): number {
  const index = chain.rules.findIndex(({ spec }) => spec.statements.some((statement) => (statement.kind === 'jump' || statement.kind === 'goto') && ownerOfChain(loaded.table, statement.chain) === owner)); // prettier-ignore
  return index < 0 ? number : index + 1;
}

function insertion(dead: DeadPacket, { place, number }: InsertAt, iptables: string, nft: string): FixCommand {
  if (!isNft(place)) {
    const at = number === null ? `-A ${place.chain.name}` : `-I ${place.chain.name} ${number}`;
    return iptablesCommand(dead, place, `${at} ${iptables} -j ACCEPT`);
  }
  const { family, name } = place.loaded.table;
  const where = `${family} ${name} ${place.chain.name}`;
  if (number === null) return { tool: 'nft', program: 'nft', words: `add rule ${where} ${nft} accept` };
  return {
    tool: 'nft',
    program: 'nft',
    words: `insert rule ${where} ${ruleName(place, number)} ${nft} accept`,
  };
}

/** `handle 8`, or `index 2` where the listing has no handles. */
function ruleName({ chain }: MetPlace, number: number): string {
  const handle = chain.rules[number - 1]?.handle ?? null;
  return handle === null ? `index ${number - 1}` : `position ${handle}`;
}

/** For the tables of the dead packet's host. */
export function iptablesCommand({ state }: DeadPacket, { loaded }: MetPlace, words: string): FixCommand {
  return commandOfTable(state.tables, loaded, words);
}

/** A later rule of the chain accepts the packet: it may stand in front of the one that drops it. */
function moved(
  dead: DeadPacket,
  last: MetPlace,
  facts: MatchFacts,
  packet: MatchPacket,
  persist: FixPersist,
): readonly Candidate[] {
  const { chain, number } = last;
  const later = chain.rules.slice(number);
  const index = later.findIndex((rule) => accepts(rule) && matchRule(rule.spec, packet, facts).verdict === 'yes' && rule.spec.conditions.some(({ kind }) => kind !== 'comment')); // prettier-ignore
  const rule = later[index];
  if (rule === undefined || chain.cuts.length > 0) return [];
  const from = number + index + 1;
  const why = { kind: 'move', chain: `${last.loaded.table.name}/${chain.name}`, from, to: number } as const;
  const opens = { kind: 'rule-moved', text: rule.text } as const;
  if (isNft(last)) {
    const { family, name } = last.loaded.table;
    const where = `${family} ${name} ${chain.name}`;
    if (rule.handle === null) return [];
    const commands: FixCommand[] = [
      { tool: 'nft', program: 'nft', words: `insert rule ${where} ${ruleName(last, number)} ${rule.text}` },
      { tool: 'nft', program: 'nft', words: `delete rule ${where} handle ${rule.handle}` },
    ];
    return [{ commands, why, opens, persist: { ...persist, service: null } }];
  }
  const words = ruleWordsOf(rule.text);
  const commands = [
    iptablesCommand(dead, last, `-D ${chain.name} ${from}`),
    iptablesCommand(dead, last, `-I ${chain.name} ${number} ${words}`),
  ];
  return [{ commands, why, opens, persist: { ...persist, service: null } }];
}

function accepts({ spec }: Rule): boolean {
  return spec.statements.some(({ kind }) => kind === 'accept');
}

function isNft({ loaded }: MetPlace): boolean {
  return isInWordsOfNft(loaded.source);
}

function hookOf({ hook }: MetPlace): FixPersist['hook'] {
  return hook === 'input' || hook === 'forward' || hook === 'output' ? hook : 'other';
}

/** The policies of calico that were asked about the packet, by the comments of their rules. */
function namesOnWay(dead: DeadPacket): readonly string[] {
  const names = placesOfDeath(dead).flatMap(({ chain, loaded }) =>
    [chain, ...calledBy(chain, loaded.table)].flatMap(({ rules }) =>
      rules.flatMap(({ spec }) =>
        spec.conditions.flatMap((condition) =>
          condition.kind === 'comment' ? (calicoPolicy(condition.text) ?? []) : [],
        ),
      ),
    ),
  );
  return [...new Set(names)];
}

function calledBy(chain: Chain, table: Table): readonly Chain[] {
  const names = new Set(
    chain.rules.flatMap(({ spec }) =>
      spec.statements.flatMap((statement) =>
        statement.kind === 'jump' || statement.kind === 'goto' ? [statement.chain] : [],
      ),
    ),
  );
  return table.chains.filter(({ name }) => names.has(name) && ownerOfChain(table, name) === 'calico');
}
