import type { PolicyCount, RuleCount } from '../../model/analysis.ts';
import type { Family } from '../../model/family.ts';

/** What the counters of a bundle's rules tell of its log. */
export interface CountersOfLog {
  /** Whether the log shows every packet that a chain's counters counted. `chain` is `filter/FORWARD`. */
  readonly everyPacketLogged: (host: string, family: Family, chain: string) => boolean;
  /** Whether they have counted the packets of the log: what they lack did not come. */
  readonly areOfLog: (host: string, family: Family) => boolean;
}

/**
 * Holds the counters of `iptables-save -c`, or what two dumps counted between them, against the log. Where all counters
 * of a chain are just what the log shows,
 * no packet passed that chain unlogged: one that has no line there did not come there.
 */
export function compareCounters(
  rules: readonly RuleCount[],
  policies: readonly PolicyCount[],
): CountersOfLog {
  const agrees = new Map<string, boolean>();
  const older = new Set<string>();
  const counted = new Set<string>();
  let [ofHost, ofChain] = ['', ''];
  let isAgreed = true;
  let before: RuleCount | PolicyCount | null = null;
  for (const counts of [rules, policies])
    for (const count of counts) {
      // The rules of a chain follow each other.
      if (before === null || !isOfSameChain(before, count)) {
        ofHost = `${count.host}\0${count.family}`;
        ofChain = `${ofHost}\0${count.table}/${count.chain}`;
        isAgreed = agrees.get(ofChain) ?? true;
        agrees.set(ofChain, isAgreed);
      }
      before = count;
      const { counter, delta, packets } = count;
      // A rule counts at least what the log shows: with less, the dump is older than the log, or was reset.
      if (counter !== null && counter.packets < packets) older.add(ofHost);
      if (counter !== null && counter.packets > 0) counted.add(ofHost);
      if (isAgreed && counter?.packets !== packets && delta?.packets !== packets) {
        isAgreed = false;
        agrees.set(ofChain, false);
      }
    }
  // A dump in which nothing counted anything was made before the packets came, or without counters.
  const areOfLog = (host: string, family: Family): boolean =>
    counted.has(`${host}\0${family}`) && !older.has(`${host}\0${family}`);
  return {
    areOfLog,
    everyPacketLogged: (host, family, chain) =>
      areOfLog(host, family) && (agrees.get(`${host}\0${family}\0${chain}`) ?? false),
  };
}

function isOfSameChain(one: RuleCount | PolicyCount, other: RuleCount | PolicyCount): boolean {
  return (
    one.chain === other.chain &&
    one.table === other.table &&
    one.family === other.family &&
    one.host === other.host
  );
}
