import { groupFlows } from '../explain/dead-ends.ts';
import type { Analysis, FlowCount } from '../model/analysis.ts';
import { type Disposition, dispositions, isDead, isOpen } from '../model/disposition.ts';
import type { EndNote } from '../model/end-note.ts';
import { tellsOfLoss } from './kernel-messages.ts';

/** Packets of one disposition whose end is not certain, for one reason; null where only the disposition says so. */
export interface OpenEnd {
  readonly disposition: Disposition;
  readonly note: EndNote | null;
  readonly packets: number;
}

/** The ends that the bundle leaves open, those of the most packets first. */
export function openEnds({ outcomes }: Pick<Analysis, 'outcomes'>): readonly OpenEnd[] {
  const counts = new Map<number, number>();
  const byNote = outcomes.notes.length + 1;
  outcomes.disposition.forEach((disposition, packet) => {
    const key = disposition * byNote + (outcomes.note[packet] as number) + 1;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return Array.from(counts, ([key, packets]): OpenEnd => ({
    disposition: dispositions[Math.floor(key / byNote)] as Disposition,
    note: outcomes.notes[(key % byNote) - 1] ?? null,
    packets,
  }))
    .filter(isUncertain)
    .sort((a, b) => b.packets - a.packets);
}

/** The flows of each open end, in the order of `open`, those of the most packets first. */
export function flowsOfOpenEnds(
  { events, journeys, outcomes }: Pick<Analysis, 'events' | 'journeys' | 'outcomes'>,
  open: readonly OpenEnd[],
): readonly (readonly FlowCount[])[] {
  const byNote = outcomes.notes.length + 1;
  const keyOf = (disposition: number, note: number): number => disposition * byNote + note + 1;
  const numbers = new Map(
    open.map(({ disposition, note }, index) => [
      keyOf(dispositions.indexOf(disposition), note === null ? -1 : outcomes.notes.indexOf(note)),
      index,
    ]),
  );
  const flows = groupFlows(
    events,
    journeys,
    (packet) =>
      numbers.get(keyOf(outcomes.disposition[packet] as number, outcomes.note[packet] as number)) ?? -1,
  );
  return open.map((_, index) => flows.get(index) ?? []);
}

/** Whether packets were traced, each is known to have got through, and the kernel tells of no loss. */
export function isAllClear(
  analysis: Pick<Analysis, 'journeys' | 'outcomes' | 'sightings' | 'partial' | 'kernelMessages'>,
): boolean {
  const { journeys, outcomes, sightings, partial } = analysis;
  return (
    journeys.count > 0 &&
    !partial &&
    outcomes.disposition.every((disposition) => !isDead(dispositions[disposition] as Disposition)) &&
    openEnds({ outcomes }).length === 0 &&
    sightings.neverSeenOn.every((host) => host < 0) &&
    !tellsOfLoss(analysis)
  );
}

/** What a program did with a queued packet is in no file; a capture may contradict that a packet was forwarded. */
function isUncertain({ disposition, note }: OpenEnd): boolean {
  return isOpen(disposition) || disposition === 'queued' || note?.kind === 'not-captured-leaving';
}
