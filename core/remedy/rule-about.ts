import { isInWordsOfNft, loadedTables } from '../kernel/chains/loaded-tables.ts';
import { tracedPacket } from '../kernel/match/traced-packet.ts';
import type { Analysis } from '../model/analysis.ts';
import type { FixCommand } from '../model/fix.ts';
import { firstEvent } from '../model/journey-events.ts';
import { stepsOf } from '../model/shape-steps.ts';
import { commandOfTable } from './remove-rule.ts';
import { openedFor } from './service-words.ts';

/**
 * A command that would drop what a packet (index from 0) is one of, at the last base chain for filtering that it passed:
 * a beginning for whoever wants to try something else. Null where no dump has such a chain.
 */
export function ruleAbout(
  { events, journeys, rulesets }: Pick<Analysis, 'events' | 'journeys' | 'rulesets'>,
  packet: number,
): FixCommand | null {
  const steps = stepsOf(journeys.shapes, journeys.shape[packet] as number);
  const event = firstEvent(journeys, packet);
  const { host = '' } = events.places[events.place[event] as number] ?? {};
  const tables = loadedTables(rulesets, host);
  const words = openedFor(tracedPacket(events, event, steps[0]?.hook ?? null), null);
  for (const { base } of steps.toReversed()) {
    if (base === null || base.nat || !filtering.has(base.hook)) continue;
    const loaded = tables.find(({ table }) => table.family === base.tableFamily && table.name === base.table);
    if (loaded === undefined || (!isInWordsOfNft(loaded.source) && base.table !== 'filter')) continue;
    if (!isInWordsOfNft(loaded.source))
      return commandOfTable(tables, loaded, `-I ${base.chain} 1 ${words.iptables} -j DROP`);
    const where = `${base.tableFamily} ${base.table} ${base.chain}`;
    return { tool: 'nft', program: 'nft', words: `insert rule ${where} ${words.nft} drop` };
  }
  return null;
}

const filtering: ReadonlySet<string> = new Set(['input', 'forward', 'output']);
