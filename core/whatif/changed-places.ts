import type { Analysis } from '../model/analysis.ts';
import { evidenceAt } from '../model/evidence.ts';
import type { Family } from '../model/family.ts';
import type { ResolvedPlace } from '../model/journey.ts';
import { keptLine, type KeptLines } from '../model/kept-lines.ts';
import type { Chain, Rule } from '../model/ruleset.ts';
import type { TracePlace } from '../model/trace.ts';
import type { WalkedState } from './capture-replay.ts';
import type { ChangedStep } from './changed-journey.ts';

/** The places of walks through changed configurations, and those of the log as the changed configurations have them. */
export class ChangedPlaces {
  readonly #captured: readonly ResolvedPlace[];
  readonly #states: ReadonlyMap<string, WalkedState>;
  readonly #keptLines: KeptLines;
  readonly #resolved: ResolvedPlace[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #moved: number[];

  constructor(
    { journeys }: Pick<Analysis, 'journeys'>,
    states: ReadonlyMap<string, WalkedState>,
    keptLines: KeptLines,
  ) {
    this.#captured = journeys.places;
    this.#states = states;
    this.#keptLines = keptLines;
    this.#moved = this.#captured.map((resolved) => this.#number(this.#asChanged(resolved)));
  }

  /** A place of the log: the same rule, where it stands now. */
  ofCaptured(place: number): number {
    return this.#moved[place] as number;
  }

  /** The place of a step of a host's walk. */
  ofStep(host: string, family: Family, { step, tracer }: ChangedStep): number {
    const { tableFamily, table, chain, stepKind: kind, number, text, at, verdict } = step;
    const place: TracePlace = {
      host,
      tracer,
      family,
      tableFamily,
      table,
      chain,
      kind,
      number,
      printed: null,
    };
    const rule = text === null ? null : this.#ruleAt(place, number);
    return this.#number({
      place,
      at: text !== null ? 'rule' : kind === 'policy' ? 'policy' : 'return',
      rule,
      verdict,
      foundBy: 'number',
      drift: null,
      shownAt: evidenceAt(at, keptLine(this.#keptLines, at)),
    });
  }

  /** All of them, those of the log and those of walks. */
  resolved(): readonly ResolvedPlace[] {
    return this.#resolved;
  }

  #number(resolved: ResolvedPlace): number {
    const { place, at, verdict, rule, shownAt } = resolved;
    const key = JSON.stringify([place, at, verdict, rule?.at ?? null, shownAt]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#resolved.push(resolved) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  /** An edit leaves a rule the line that shows it, and may change its number. */
  #asChanged(resolved: ResolvedPlace): ResolvedPlace {
    const { place, rule } = resolved;
    const chain = this.#chainOf(place);
    if (chain === null || place.number === null) return resolved;
    if (rule !== null) {
      const { file, line } = rule.at;
      const now = chain.rules.find(({ at }) => at.file === file && at.line === line);
      return now === undefined || now.number === null
        ? resolved
        : { ...resolved, rule: now, place: { ...place, number: now.number } };
    }
    return resolved.at === 'policy' || resolved.at === 'return'
      ? { ...resolved, place: { ...place, number: chain.rules.length + 1 } }
      : resolved;
  }

  #ruleAt(place: TracePlace, number: number): Rule | null {
    const rules = this.#chainOf(place)?.rules ?? [];
    return rules.find((rule) => rule.number === number) ?? rules[number - 1] ?? null;
  }

  #chainOf({ host, tableFamily, table, chain }: TracePlace): Chain | null {
    const tables = this.#states.get(host)?.tables ?? [];
    for (const { table: each } of tables) {
      if (each.family !== tableFamily || each.name !== table) continue;
      const found = each.chains.find(({ name }) => name === chain);
      if (found !== undefined) return found;
    }
    return null;
  }
}
