import { recordsOf } from '../model/host-records.ts';
import type { Analysis } from '../model/analysis.ts';
import type { CaptureSide, DiffNote } from '../model/diff.ts';

/** A host as both captures name it. */
export interface HostPair {
  /** The name after, or before where that is empty. */
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

export interface PairedHosts {
  readonly pairs: readonly HostPair[];
  readonly notes: readonly DiffNote[];
}

/** The hosts that both captures have. Captures of one host each are of the same host, whatever its name is there. */
export function pairHosts(before: Analysis, after: Analysis): PairedHosts {
  const [earlier, later] = [hostsOf(before), hostsOf(after)];
  const [old, now] = [earlier[0], later[0]];
  if (old !== undefined && now !== undefined && earlier.length === 1 && later.length === 1) {
    return {
      pairs: [{ name: now === '' ? old : now, before: old, after: now }],
      notes: old === now ? [] : [{ kind: 'renamed-host', before: old, after: now }],
    };
  }
  const both = earlier.filter((name) => later.includes(name));
  const alone = (names: readonly string[], others: readonly string[], side: CaptureSide): DiffNote[] =>
    names
      .filter((name) => !others.includes(name))
      .map((host) => ({ kind: 'host-of-one-capture', host, side }));
  return {
    pairs: both.map((name) => ({ name, before: name, after: name })),
    notes: [...alone(earlier, later, 'before'), ...alone(later, earlier, 'after')],
  };
}

/** The hosts that a bundle has packets or files of. */
function hostsOf(analysis: Analysis): readonly string[] {
  const { hosts, rulesets } = analysis;
  const named = [...hosts.map(({ name }) => name), ...rulesets.map(({ host }) => host)];
  const names = new Set(recordsOf(analysis, '').network === null ? named : [...named, '']);
  return [...names];
}
