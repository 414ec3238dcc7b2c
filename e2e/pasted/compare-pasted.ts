import {
  type AnalysedBundle,
  analyze,
  type ByteSource,
  packetDocuments,
  sourceInMemory,
} from '../../core/index.ts';

/** A packet's end, as far as the documents tell it. */
interface End {
  readonly flow: string;
  readonly disposition: string;
  readonly cause: string | null;
  readonly isCertain: boolean;
}

/**
 * What is wrong with the analysis of a paste beside that of its files, in a line each; empty where all is well: lines that
 * are not accounted for, and ends that are certain in both and differ.
 */
export async function pasteFaults(
  files: ReadonlyMap<string, string>,
  pasted: string,
): Promise<readonly string[]> {
  const whole = await analyze(sources(files));
  const paste = await analyze(sources(new Map([['ticket.txt', pasted]])));
  return [
    ...uncounted(paste, pasted),
    ...readAsOne(paste),
    ...contradicted(await endsOf(whole), await endsOf(paste)),
  ];
}

function uncounted({ artifacts }: AnalysedBundle, pasted: string): readonly string[] {
  const counted = artifacts.reduce(
    (sum, { lines: { parsed, notOurs, notModelled, malformed } }) =>
      sum + parsed + notOurs + notModelled + malformed,
    0,
  );
  const there = pasted.split('\n').length - 1;
  return counted === there ? [] : [`${counted} of ${there} lines are accounted for`];
}

function readAsOne({ artifacts }: AnalysedBundle): readonly string[] {
  return artifacts.flatMap(({ path, kind }) => (kind === 'transcript' ? [] : [`${path} is read as ${kind}`]));
}

/** Packets of equal flows are paired in their order; where their number differs, none is. */
function contradicted(whole: readonly End[], paste: readonly End[]): readonly string[] {
  const known = byFlow(whole);
  return [...byFlow(paste)].flatMap(([flow, ends]) => {
    const others = known.get(flow) ?? [];
    if (others.length !== ends.length) return [];
    return ends.flatMap((end, index) => {
      const other = others[index];
      if (other === undefined || !end.isCertain || !other.isCertain) return [];
      const isSame = end.disposition === other.disposition && (end.cause === other.cause || !isDead(end));
      return isSame ? [] : [`${flow}: ${other.disposition} ${other.cause ?? ''}, pasted ${end.disposition} ${end.cause ?? ''}`]; // prettier-ignore
    });
  });
}

function isDead({ disposition }: End): boolean {
  return disposition === 'dropped' || disposition === 'rejected';
}

function byFlow(ends: readonly End[]): ReadonlyMap<string, readonly End[]> {
  const flows = new Map<string, End[]>();
  for (const end of ends) flows.set(end.flow, [...(flows.get(end.flow) ?? []), end]);
  return flows;
}

const open: ReadonlySet<string> = new Set(['unknown', 'incomplete']);

async function endsOf(analysis: AnalysedBundle): Promise<readonly End[]> {
  const ends: End[] = [];
  for await (const { ingress, disposition, cause } of packetDocuments(analysis)) {
    const { src, dst, protocol, sport, dport, id } = ingress;
    ends.push({
      flow: [protocol, src, sport, dst, dport, id].join(' '),
      disposition,
      cause: cause?.kind ?? null,
      isCertain: !open.has(disposition) && cause?.confidence !== 'possible',
    });
  }
  return ends;
}

function sources(files: ReadonlyMap<string, string>): ByteSource[] {
  return Array.from(files, ([path, text]) => sourceInMemory(path, text));
}
