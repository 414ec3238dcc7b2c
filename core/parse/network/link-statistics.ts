import type { LineRef } from '../../model/evidence.ts';
import type { LossCounter } from '../../model/witness.ts';

/**
 * What `ip -s link` prints below an interface: names, and under them the figures (ip-link(8)); older versions call
 * `missed` `overrun`.
 *
 *       RX:  bytes packets errors dropped  missed   mcast
 *             1234      12      0       3       0       0
 *       TX: bytes  packets  errors  dropped carrier collsns
 *       1234       12       0       0       0       0
 */
export function statisticsNames(text: string): readonly string[] {
  const [, way = '', names = ''] = /^\s+(RX|TX):\s+(bytes\s.*)$/.exec(text) ?? [];
  return names === ''
    ? []
    : names
        .trim()
        .split(/\s+/)
        .map((name) => `${way.toLowerCase()} ${name}`);
}

/** The counters of lost packets among the figures of a line; none where it is no line of figures. */
export function lossesOf(
  text: string,
  names: readonly string[],
  dev: string,
  at: LineRef,
): readonly LossCounter[] {
  const figures = text.trim().split(/\s+/);
  if (figures.length < names.length || !figures.every((figure) => /^\d{1,20}$/.test(figure))) return [];
  return names.flatMap((name, index) =>
    losses.has(name)
      ? [{ source: 'link' as const, place: dev, name, value: Number(figures[index]), at }]
      : [],
  );
}

const losses: ReadonlySet<string> = new Set([
  'rx errors',
  'rx dropped',
  'rx missed',
  'rx overrun',
  'tx errors',
  'tx dropped',
  'tx carrier',
]);
