import { analyze, sourceInMemory } from '../../../core/index.ts';
import type { Condition } from '../../../core/model/condition.ts';
import type { BaseHook, Chain, PlacedStatement, Rule } from '../../../core/model/ruleset.ts';
import type { TableFamily } from '../../../core/model/table-family.ts';

/** What a listing says of one chain, free of places, counters and handles. */
export interface TypedChain {
  readonly base: Omit<BaseHook, 'devices'> | null;
  /** With blanks between; null where they are not shown. */
  readonly devices: string | null;
  readonly policy: string | null;
  readonly rules: readonly TypedRule[];
}

export interface TypedRule {
  readonly text: string;
  /** In an order of their own: listings print the same conditions in another order. */
  readonly conditions: readonly string[];
  readonly statements: readonly string[];
}

/** A listing's chains by family, table and name, and what of it was not read, in a line each. */
export interface TypedListing {
  readonly chains: ReadonlyMap<string, TypedChain>;
  readonly faults: readonly string[];
}

/** Reads a listing as a user hands it in: as a file of its own. */
export async function typedListing(file: string, text: string): Promise<TypedListing> {
  const { rulesets, artifacts, diagnostics } = await analyze([sourceInMemory(file, text)]);
  const tables = rulesets.flatMap(({ ruleset }) => ruleset.tables);
  return {
    chains: new Map(
      tables.flatMap(({ family, name, chains }) =>
        chains.map((chain) => [`${family} ${name} ${chain.name}`, typedChain(chain, family)] as const),
      ),
    ),
    faults: [
      ...artifacts
        .filter(({ lines }) => lines.malformed > 0)
        .map(({ kind, lines }) => `${kind}: ${lines.malformed} lines are malformed`),
      ...diagnostics
        .filter(({ kind }) => kind === 'rule-words-unknown' || kind === 'line-malformed')
        .map(({ kind, line, parameters }) => `${kind}: line ${line}: ${JSON.stringify(parameters)}`),
    ],
  };
}

function typedChain({ base, policy, rules }: Chain, family: TableFamily): TypedChain {
  const { devices = [], ...hook } = base ?? {};
  return {
    base: base === null ? null : (hook as Omit<BaseHook, 'devices'>),
    devices: devices === 'not-shown' ? null : devices.join(' '),
    policy,
    rules: rules.map((rule) => typedRule(rule, family)),
  };
}

function typedRule({ text, spec }: Rule, family: TableFamily): TypedRule {
  return {
    text,
    conditions: spec.conditions.filter(isWritten).map(plainCondition).toSorted(),
    statements: spec.statements
      .filter(({ kind }) => kind !== 'counter')
      .map((statement) => plainStatement(statement, family)),
  };
}

function isWritten(condition: Condition): boolean {
  return !(condition.kind === 'compare' && condition.implied);
}

/** Listings have other words than dumps for what no bundle decides. */
function plainCondition(condition: Condition): string {
  if (condition.kind === 'undecidable') return `undecidable ${condition.name} ${condition.because}`;
  if (condition.kind === 'compare' && condition.field.kind === 'other')
    return `other ${condition.field.words}`;
  // Of several values one will do, and nft prints the bits of a state in an order of its own.
  if (condition.kind === 'compare')
    return plain({ ...condition, values: condition.values.map((value) => plain(value)).toSorted() });
  return plain(condition);
}

/** A plain `reject` of a table of one family is printed in JSON with that family's answer. */
function plainStatement({ after: _, ...statement }: PlacedStatement, family: TableFamily): string {
  if (statement.kind === 'reject' && statement.answer.kind !== 'tcp-reset') {
    const { kind, code } = statement.answer;
    const own = family === 'ip' ? 'icmp' : family === 'ip6' ? 'icmpv6' : kind;
    return `reject ${code === 'port-unreachable' && kind === 'icmpx' ? own : kind} ${code}`;
  }
  const { words: __, ...rest } = { words: '', ...statement };
  return plain(rest);
}

/** Addresses of IPv6 are numbers that JSON does not have. */
function plain(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item));
}
