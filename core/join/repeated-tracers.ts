import { type Diagnostic, diagnostic } from '../model/diagnostic.ts';
import type { TraceEvents, TracePlace, Tracer } from '../model/trace.ts';

/**
 * Marks the events that two tools show alike: `nft monitor trace` and `xtables-monitor --trace` print the same events of
 * the kernel, each in its own words, with the same packet ids. Of a packet that xtables-monitor shows completely, its
 * lines are kept, for they have the handles and the rules in the words of iptables; else those of nft, which knows all
 * tables. Returns the events to leave out.
 */
export function repeatsOfTracers(events: TraceEvents): {
  readonly repeats: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const byPacket = new Map<number, { nft: number[]; xtables: number[] }>();
  const tracers = new Set(events.places.map(({ tracer }) => tracer));
  if (!tracers.has('nft') || !tracers.has('xtables')) return { repeats: [], diagnostics: [] };
  for (let event = 0; event < events.count; event++) {
    const { tracer } = events.places[events.place[event] as number] as TracePlace;
    const name = events.identities.traceId[events.identity[event] as number] as number;
    if ((tracer !== 'nft' && tracer !== 'xtables') || name === 0) continue;
    let lines = byPacket.get(name);
    if (lines === undefined) {
      lines = { nft: [], xtables: [] };
      byPacket.set(name, lines);
    }
    lines[tracer].push(event);
  }
  const repeats: number[] = [];
  for (const { nft, xtables } of byPacket.values()) {
    const twice = inBoth(events, nft, xtables);
    repeats.push(...(twice.length === nft.length ? nft : inBoth(events, xtables, nft)));
  }
  repeats.sort((a, b) => a - b);
  return { repeats, diagnostics: repeatNotes(events, repeats) };
}

/** The events of `own` that `other` has as well: the same step, as often. */
function inBoth(events: TraceEvents, own: readonly number[], other: readonly number[]): readonly number[] {
  const left = new Map<string, number>();
  for (const event of other) left.set(stepOf(events, event), (left.get(stepOf(events, event)) ?? 0) + 1);
  return own.filter((event) => {
    const step = stepOf(events, event);
    const count = left.get(step) ?? 0;
    left.set(step, count - 1);
    return count > 0;
  });
}

function stepOf(events: TraceEvents, event: number): string {
  const place = events.places[events.place[event] as number] as TracePlace;
  const { host, tableFamily, table, chain, kind, printed } = place;
  const verdict = kind === 'return' ? 'return' : printed?.verdict;
  return [host, tableFamily, table, chain, kind, verdict, printed?.toChain].join('\0');
}

function repeatNotes(events: TraceEvents, repeats: readonly number[]): readonly Diagnostic[] {
  const byLog = new Map<number, number>();
  for (const event of repeats) {
    const log = events.log[event] as number;
    byLog.set(log, (byLog.get(log) ?? 0) + 1);
  }
  return Array.from(byLog, ([log, count]) => {
    const first = repeats.find((event) => events.log[event] === log) as number;
    const { tracer } = events.places[events.place[first] as number] as TracePlace;
    const other: Tracer = tracer === 'nft' ? 'xtables' : 'nft';
    const tool = other === 'nft' ? 'nft monitor trace' : 'xtables-monitor';
    return diagnostic(
      'log-repeated',
      `${count} lines show what ${tool} shows as well; they count once`,
      events.logs[log],
    );
  });
}
