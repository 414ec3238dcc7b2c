import type { Clue } from '../../model/clue.ts';
import type { DropRecord } from '../../model/drop-record.ts';
import type { ClueFinder } from './clue-finder.ts';

/** The places with the most drops: more of them lead nowhere. */
const mostPlaces = 5;

/** What a recording of the kernel's drops shows, by place and reason, whether or not a packet of the log is known to be one of them. */
export const dropsRecorded: ClueFinder = ({ hosts, witnessOf }) =>
  hosts.flatMap((host) => {
    const places = new Map<string, DropRecord[]>();
    for (const record of witnessOf(host).dropRecords) {
      const key = `${record.location} ${record.reason}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, [record]);
      else known.push(record);
    }
    return [...places.values()]
      .map((records) => clueOf(host, records))
      .toSorted((a, b) => b.parameters.packets - a.parameters.packets)
      .slice(0, mostPlaces);
  });

type DropsRecorded = Extract<Clue, { kind: 'drops-recorded' }>;

function clueOf(host: string, records: readonly DropRecord[]): DropsRecorded {
  const [first] = records as [DropRecord];
  const packets = records.reduce((sum, record) => sum + record.packets, 0);
  return {
    kind: 'drops-recorded',
    parameters: { location: first.location, reason: first.reason, packets },
    host,
    packets: 0,
    evidence: [{ ...first.at, text: first.text }],
  };
}
