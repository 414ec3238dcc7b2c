import type { Clue } from '../../model/clue.ts';
import type { ClueFinder } from './clue-finder.ts';

/**
 * A packet whose checksum is wrong is INVALID for conntrack (nf_conntrack_checksum), and its receiver drops it. What the
 * host itself sends looks so in its own captures wherever the network card computes checksums.
 */
export const checksumsWrong: ClueFinder = ({ hosts, witnessOf }) => {
  const told = new Set<unknown>();
  return hosts.flatMap((host): Clue[] => {
    const wrong = witnessOf(host).seenPackets.filter(({ checksum }) => checksum === 'wrong');
    const [first] = wrong;
    // A capture that names no host counts for all of them.
    if (first === undefined || told.has(first)) return [];
    told.add(first);
    const parameters = { seen: wrong.length, src: first.src, dst: first.dst };
    return [{ kind: 'checksums-wrong', parameters, host, packets: 0, evidence: [{ ...first.at, text: '' }] }];
  });
};
