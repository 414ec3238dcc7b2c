import { eventTimes } from '../questions/event-lines.ts';
import type { AnalysedBundle } from '../model/analysis.ts';
import { dispositions } from '../model/disposition.ts';
import type { TriageLine } from '../model/triage-line.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';

const MOST_DEAD_ENDS = 3;

/** What an analysis says of a bundle in one line; `error` where it found nothing. */
export async function triageLine(
  bundle: string,
  analysis: AnalysedBundle,
  error: string | null,
  words: Words = english,
): Promise<TriageLine> {
  const { events, hosts, journeys, outcomes, deadEnds, missing } = analysis;
  const counts = dispositions.map(() => 0);
  for (const index of outcomes.disposition) counts[index] = (counts[index] ?? 0) + 1;
  const ends = events.count === 0 ? [] : [0, events.count - 1];
  const [first, last] = await eventTimes(analysis, ends);
  return {
    bundle,
    hosts: hosts.map(({ name }) => name),
    first: first?.time ?? null,
    last: last?.time ?? null,
    firstStamp: stampOf(first),
    lastStamp: stampOf(last),
    packets: {
      total: journeys.count,
      byDisposition: Object.fromEntries(dispositions.map((name, index) => [name, counts[index] ?? 0])),
    },
    deadEnds: deadEnds.slice(0, MOST_DEAD_ENDS).map(({ cause, causes, packets }) => ({
      cause: {
        kind: cause.kind,
        summary: words.causes.deadEnd(cause, causes.length),
        confidence: cause.confidence,
      },
      packets,
    })),
    missing: missing.map((input) => ({
      host: input.host,
      what: words.missing.what(input),
      command: input.command,
      settles: words.missing.settles(input),
      packets: input.packets,
    })),
    error,
  };
}

/** The line of a bundle that can't be read at all. */
export function failedTriage(bundle: string, error: string): TriageLine {
  const none = { first: null, last: null, firstStamp: null, lastStamp: null };
  const byDisposition = Object.fromEntries(dispositions.map((name) => [name, 0]));
  return {
    bundle,
    hosts: [],
    ...none,
    packets: { total: 0, byDisposition },
    deadEnds: [],
    missing: [],
    error,
  };
}

function stampOf(at: { readonly stamp: string } | undefined): string | null {
  return at === undefined || at.stamp === '' ? null : at.stamp;
}
