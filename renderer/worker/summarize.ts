import {
  type Analysis,
  countEdges,
  draw,
  isAllClear,
  isLoss,
  journeyRows,
  messagesInOrder,
} from '../../core/index.ts';
import { words } from '../language.ts';
import { countDispositions } from './apply-filter.ts';
import type { Capture } from './capture.ts';
import { countDrawn } from './drawn-counts.ts';
import type { CaptureSummary, DeadEndSummary, GraphPicture, MessageNote } from './protocol.ts';

const flowsShown = 200;
const messagesShown = 200;

/** What the page shows first. */
export async function summarize(capture: Capture): Promise<CaptureSummary> {
  const { analysis } = capture;
  const { count } = analysis.journeys;
  // One by one: rows that lie far from each other in the log are read with all that lies between.
  const [first] = count === 0 ? [] : await journeyRows(analysis, [0]);
  const [last] = count === 0 ? [] : await journeyRows(analysis, [count - 1]);
  return {
    packets: count,
    partial: analysis.partial,
    allClear: isAllClear(analysis),
    byDisposition: countDispositions(capture),
    hosts: analysis.hosts,
    artifacts: analysis.artifacts,
    diagnostics: analysis.diagnostics,
    deadEnds: deadEndSummaries(analysis),
    ...pictureOf(capture),
    missing: analysis.missing,
    kernelMessages: messageNotes(analysis),
    clues: clueNotes(analysis),
    rules: analysis.rules.length + analysis.policies.length,
    rulesetFiles: analysis.artifacts
      .filter(({ kind }) => kind === 'iptables-save' || kind === 'iptables-list')
      .map(({ path }) => path),
    firstStamp: first?.stamp ?? '',
    lastStamp: last?.stamp ?? '',
    lastUptimeSeconds: last?.uptimeSeconds ?? null,
    firstPacket: firstPacket(analysis),
  };
}

/** The graph of the whole capture as it is folded now. */
export function pictureOf({ analysis, folded, nodeEdges }: Capture): GraphPicture {
  const { nodes } = folded.flowPaths;
  return {
    nodes,
    edges: countEdges(folded, null),
    drawing: draw(nodes, nodeEdges.edges),
    drawn: countDrawn(nodeEdges, analysis.outcomes.disposition, null),
    families: folded.families,
  };
}

function messageNotes(analysis: Analysis): readonly MessageNote[] {
  return messagesInOrder(analysis)
    .slice(0, messagesShown)
    .map((message) => ({
      severity: isLoss(message) ? 'warning' : 'info',
      message: words.kernelMessages.summary(message),
      ...message.first.at,
    }));
}

function clueNotes({ clues }: Analysis): readonly MessageNote[] {
  return clues.slice(0, messagesShown).map((clue) => {
    const [at] = clue.evidence;
    const message = `${words.clues.clue(clue)}.`;
    return { severity: 'info', message, file: at?.file ?? null, line: at?.line ?? null };
  });
}

function deadEndSummaries(analysis: Analysis): readonly DeadEndSummary[] {
  const name = ({ host, cause }: Analysis['deadEnds'][number]) =>
    JSON.stringify([host, cause.kind, cause.table, cause.chain, cause.rule]);
  const alike = new Map<string, number>();
  for (const deadEnd of analysis.deadEnds) alike.set(name(deadEnd), (alike.get(name(deadEnd)) ?? 0) + 1);
  return analysis.deadEnds.map((deadEnd) => ({
    ...deadEnd,
    flows: deadEnd.flows.slice(0, flowsShown),
    flowCount: deadEnd.flows.length,
    namesakes: (alike.get(name(deadEnd)) ?? 1) - 1,
  }));
}

/** A packet of the biggest dead end answers the question that the bundle was opened with. */
function firstPacket({ deadEnds, outcomes, journeys }: Analysis): number | null {
  if (journeys.count === 0) return null;
  const biggest = deadEnds.reduce<Analysis['deadEnds'][number] | null>(
    (best, deadEnd) => (best === null || deadEnd.packets > best.packets ? deadEnd : best),
    null,
  );
  const causes = new Set(biggest?.causes);
  const packet = outcomes.cause.findIndex((cause) => causes.has(cause));
  return Math.max(packet, 0) + 1;
}
