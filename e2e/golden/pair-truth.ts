import { type CaptureDiff, type Change, english, type FlowChange } from '../../core/index.ts';
import type { TruthFlow } from './truth.ts';

/** What was edited between two captures, and what that did to the flows, by the kernel's own word. */
export interface PairTruth {
  readonly changes: readonly {
    readonly kind: string;
    readonly detail: string;
    readonly flows_changed: readonly {
      readonly flow: TruthFlow;
      readonly before: TruthEnd;
      readonly after: TruthEnd;
    }[];
    readonly flows_diverted?: readonly TruthFlow[];
  }[];
  readonly flows_unchanged: readonly { readonly flow: TruthFlow; readonly disposition: string }[];
}

interface TruthEnd {
  readonly packets: number;
  readonly disposition: string;
  readonly cause: { readonly kind: string; readonly text?: string } | null;
}

/** Everything in which a comparison differs from what was done, a line each. */
export function pairDifferences(diff: CaptureDiff, truth: PairTruth): readonly string[] {
  const found: string[] = [];
  if (diff.changes.length !== truth.changes.length)
    found.push(
      `${truth.changes.length} changes made, found: ${diff.changes.map(({ detail }) => english.changes.detail(detail)).join('; ')}`,
    );
  const taken = new Set<number>();
  const hasFlows = ({ flows_changed: flows }: PairTruth['changes'][number]): number => flows.length;
  for (const made of truth.changes.toSorted((a, b) => hasFlows(b) - hasFlows(a))) {
    const candidates = diff.changes.filter((change) => !taken.has(change.id) && isSaid(change, made));
    const wanted = [...made.flows_changed.map(({ flow }) => flow), ...(made.flows_diverted ?? [])]
      .map(textOf)
      .toSorted();
    const blamed = (change: Change): string[] => flowsOf(diff, change).map(flowText).toSorted();
    const fitting = candidates.find((change) => blamed(change).join() === wanted.join());
    if (fitting !== undefined) taken.add(fitting.id);
    else
      found.push(
        `${made.kind} ${made.detail}: should explain [${wanted.join()}], but ${candidates.map((each) => `${english.changes.detail(each.detail)} explains [${blamed(each).join()}]`).join(', ') || 'is not found'}`,
      );
  }
  for (const { flow, before, after } of truth.changes.flatMap((change) => change.flows_changed)) {
    const own = diff.flows.find((each) => flowText(each) === textOf(flow));
    for (const [side, end] of [['before', before] as const, ['after', after] as const]) {
      const outcome = own?.[side];
      if (outcome?.disposition !== end.disposition || !sameCause(outcome.cause, end.cause))
        found.push(
          `${textOf(flow)} ${side}: ${end.disposition} ${end.cause?.kind}, found ${outcome?.disposition} ${outcome?.cause?.kind}`,
        );
    }
    if (own?.changed !== true) found.push(`${textOf(flow)} is not said to have changed`);
    if (own?.attribution?.proof !== 'replayed') found.push(`${textOf(flow)} is not proven`);
  }
  const changed = new Set(
    truth.changes.flatMap((each) => each.flows_changed.map(({ flow }) => textOf(flow))),
  );
  for (const own of diff.flows)
    if (own.changed && !changed.has(flowText(own))) found.push(`${flowText(own)} did not change`);
  for (const { flow, disposition } of truth.flows_unchanged) {
    const own = diff.flows.filter((each) => flowText(each) === textOf(flow));
    if (own.length === 0) found.push(`${textOf(flow)} is not found`);
    const same = own.some(({ before }) => before?.disposition === disposition || disposition === 'mixed');
    if (own.length > 0 && !same) found.push(`${textOf(flow)} is not ${disposition}`);
  }
  return found;
}

/** The truths name a change in words of their own: its numbers, addresses and names must be there. */
function isSaid(change: Change, { kind, detail }: PairTruth['changes'][number]): boolean {
  if (change.kind !== kind) return false;
  const said = english.changes.detail(change.detail);
  if (said.includes(detail)) return true;
  return detail
    .split(' ')
    .filter((word) => /\d/.test(word))
    .every((word) => said.includes(word));
}

function flowsOf({ flows }: CaptureDiff, { id }: Change): readonly FlowChange[] {
  return flows.filter(({ attribution }) => attribution?.changes.includes(id) ?? false);
}

function sameCause(
  found: { readonly kind: string; readonly text: string | null } | null,
  truth: TruthEnd['cause'],
): boolean {
  // A closed port is no dead end.
  const [own, other] = [found?.kind ?? 'none', truth?.kind ?? 'none'].map((kind) =>
    kind === 'socket-none' || kind === 'no-listener' ? 'none' : kind,
  );
  const rule = truth?.kind === 'policy' ? undefined : truth?.text;
  return own === other && (rule === undefined || rule === found?.text);
}

/** Source ports differ from capture to capture; so do the ports of the clients that are answered. */
function textOf({ proto, src, dst, dport, type }: TruthFlow): string {
  return `${proto} ${src} > ${dst} ${dport ?? type ?? ''}`;
}

function flowText({ flow: { protocol, src, dst, dport, icmpType } }: FlowChange): string {
  return `${protocol} ${src} > ${dst} ${dport ?? icmpType ?? ''}`;
}

/** A comparison in a form that is the same for the captures exchanged, if `back` says that they are. */
export function mirrored({ changes, flows, edges }: CaptureDiff, back: boolean): unknown {
  const sides = <T>(before: T, after: T): readonly [T, T] => (back ? [after, before] : [before, after]);
  const names = new Map(
    changes.map((change) => {
      const kind = back ? mirroredKind(change.kind) : change.kind;
      const lines = sides(change.before, change.after).map((at) =>
        at === null ? '' : `${at.file}:${at.line}`,
      );
      return [change.id, [kind, ...lines].join(' ')];
    }),
  );
  return {
    changes: [...names.values()].toSorted(),
    flows: flows
      .map(({ flow, before, after, changed, diverted, attribution }) => {
        const ends = sides(before, after).map((end) => [end?.packets, end?.disposition, end?.cause?.kind]);
        const involved = [...(attribution?.changes ?? []), ...(attribution?.besides ?? [])];
        return JSON.stringify([
          { ...flow, host: '' },
          ends,
          changed,
          diverted,
          involved.map((id) => names.get(id)).toSorted(),
        ]);
      })
      .toSorted(),
    edges: edges
      .map(({ from, to, before, after }) => [from, to, ...sides(before, after)].join(' '))
      .toSorted(),
  };
}

function mirroredKind(kind: string): string {
  if (kind.endsWith('-added')) return kind.replace('-added', '-removed');
  return kind.replace('-removed', '-added');
}
