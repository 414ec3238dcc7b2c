import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Truth, TruthProbe } from '../golden/truth.ts';

/** A file of a capture in memory: lines for text, so that some can be taken out cheaply. */
export interface CapturedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** The lines of a log or trace; null for every other file. */
  readonly lines: readonly string[] | null;
}

/** One capture, or one side of a pair, with what really happened in it. */
export interface CapturedBundle {
  readonly name: string;
  readonly files: readonly CapturedFile[];
  readonly probes: readonly TruthProbe[];
  /** The files of a pair's other side; empty for a capture without one. */
  readonly otherSide: readonly CapturedFile[];
}

/** Every capture of the folder that has a truth, by name; `only` those whose name holds that word. */
export function loadCaptures(folder: string, only = ''): readonly CapturedBundle[] {
  return readdirSync(folder)
    .filter((name) => name.includes(only) && existsSync(join(folder, name, 'truth.json')))
    .toSorted()
    .flatMap((name) => bundlesOf(join(folder, name), name));
}

function bundlesOf(folder: string, name: string): readonly CapturedBundle[] {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth & PairTruth;
  if (existsSync(join(folder, 'bundle')))
    return [{ name, files: filesOf(join(folder, 'bundle')), probes: truth.probes ?? [], otherSide: [] }];
  const [before, after] = [filesOf(join(folder, 'before')), filesOf(join(folder, 'after'))];
  return [
    { name: `${name}/before`, files: before, probes: pairProbes(truth, 'before'), otherSide: after },
    { name: `${name}/after`, files: after, probes: pairProbes(truth, 'after'), otherSide: before },
  ];
}

function filesOf(folder: string): readonly CapturedFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((path) => {
      const read = readFileSync(path);
      const [bytes, shown] = path.endsWith('.gz') ? [gunzipSync(read), path.slice(0, -3)] : [read, path];
      const relative = shown.slice(folder.length + 1);
      const isLog = /kern|trace|journal|syslog|messages|dmesg/.test(relative);
      const lines = isLog ? bytes.toString('utf8').split('\n') : null;
      return { path: relative, bytes: relative.endsWith('sysctl.txt') ? thinned(bytes) : bytes, lines };
    });
}

/** Settings that analyses ask for: `sysctl -a` prints a thousand others, and to read those took half of a reading's time. */
const asked =
  /forward|rp_filter|source_route|accept_local|route_localnet|linkdown|send_redirects|src_valid_mark|bridge-nf|nf_conntrack|nf_log|disable_ipv6|l3mdev/;

function thinned(bytes: Buffer): Uint8Array {
  const lines = bytes.toString('utf8').split('\n');
  return new TextEncoder().encode(lines.filter((line) => line === '' || asked.test(line)).join('\n'));
}

interface PairTruth {
  readonly before?: Truth;
  readonly after?: Truth;
  readonly changes?: readonly {
    readonly flows_changed: readonly ({ readonly flow: TruthProbe['flow'] } & Record<Side, FlowEnd>)[];
  }[];
  readonly flows_unchanged?: readonly { readonly flow: TruthProbe['flow']; readonly disposition: string }[];
}

type Side = 'before' | 'after';

interface FlowEnd {
  readonly packets: number;
  readonly disposition: string;
  readonly cause: TruthProbe['cause'];
}

/** A pair has the full truth of both sides, or the ends of its flows, whose source ports differ from side to side. */
function pairProbes(truth: PairTruth, side: Side): readonly TruthProbe[] {
  const whole = truth[side]?.probes;
  if (whole !== undefined) return whole;
  const probe = ({ sport: _, ...flow }: TruthProbe['flow'], end: FlowEnd): TruthProbe => ({
    name: `${flow.proto} ${flow.src} > ${flow.dst} ${flow.dport ?? flow.type ?? ''}`,
    flow,
    packets_sent: end.packets,
    outcomes: { [end.disposition]: end.packets },
    // Whether somebody listened is not told.
    cause: end.disposition === 'delivered' ? { kind: 'socket-none' } : end.cause,
  });
  const unknownCause: TruthProbe['cause'] = { kind: 'other' };
  return [
    ...(truth.changes ?? []).flatMap((change) =>
      change.flows_changed.map((each) => probe(each.flow, each[side])),
    ),
    ...(truth.flows_unchanged ?? [])
      .filter(({ disposition }) => disposition !== 'mixed')
      .map(({ flow, disposition }) =>
        probe(flow, {
          packets: 1,
          disposition,
          cause: disposition === 'dropped' || disposition === 'rejected' ? unknownCause : null,
        }),
      ),
  ];
}
