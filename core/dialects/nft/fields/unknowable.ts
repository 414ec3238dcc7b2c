import type { Because } from '../../../model/rule-field.ts';

/** Why no bundle tells a field, by its words or by the first of them. */
export function becauseOf(words: string): Because {
  return reasons.get(words) ?? reasons.get(words.split(' ', 1)[0] ?? '') ?? 'header-part';
}

const reasons: ReadonlyMap<string, Because> = new Map<string, Because>([
  ['meta time', 'time'],
  ['meta hour', 'time'],
  ['meta day', 'time'],
  ['meta random', 'chance'],
  ['meta cpu', 'cpu'],
  ['meta cgroup', 'process'],
  ['meta rtclassid', 'realm'],
  ['iifgroup', 'interface-group'],
  ['oifgroup', 'interface-group'],
  ['meta', 'not-modelled'],
  ['jhash', 'chance'],
  ['symhash', 'chance'],
  ['numgen', 'chance'],
  ['socket', 'sockets'],
  ['osf', 'payload'],
  ['ipsec', 'ipsec'],
  ['rt', 'realm'],
  ['fib', 'not-modelled'],
  ['ct helper', 'helper'],
  ['ct label', 'labels'],
  ['ct bytes', 'transferred'],
  ['ct packets', 'transferred'],
  ['ct avgpkt', 'transferred'],
  ['ct expiration', 'connection-age'],
  ['ct', 'connection'],
]);
