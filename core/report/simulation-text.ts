import type { SimulatedStep, SimulatedWay } from '../model/simulation.ts';
import type { SimulationDocument } from './simulation-document.ts';
import { printedLines } from './visible.ts';

/** A simulation for a person at a terminal. */
export function simulationText({ packet, ways, unexplored }: SimulationDocument): string {
  const comes = packet.interface === null ? 'sent by the host' : `in by ${packet.interface}`;
  const from = address(packet.src, packet.sport);
  const to = address(packet.dst, packet.dport);
  const several = ways.length > 1 ? ['', `${ways.length} ends are possible.`] : [];
  return printedLines([
    `${packet.protocol} ${from} > ${to}, ${comes}, ctstate ${packet.state}`,
    ...several,
    ...(unexplored === null ? [] : ['', `Not all was followed: ${unexplored}.`]),
    ...ways.flatMap(wayLines),
  ]);
}

function wayLines({ summary, steps, assumes, egress }: SimulatedWay): string[] {
  const leaving =
    egress === null || egress.interface === null
      ? []
      : [
          `  ${'out'.padEnd(width)}${egress.interface}: ${address(egress.src, egress.sport)} > ${address(egress.dst, egress.dport)}`,
        ];
  return [
    '',
    summary,
    ...assumes.map((says) => `  assuming that ${says}`),
    ...steps.flatMap(stepLines),
    ...leaving,
  ];
}

const width = 34;

function stepLines(step: SimulatedStep): string[] {
  if (step.kind === 'routing') {
    const proofs = step.evidence.map(({ file, line, text }) => `    ${file}:${line}: ${text.trim()}`);
    return [`  ${'routing'.padEnd(width)}${step.summary}`, ...proofs];
  }
  const place = `${step.table}/${step.chain} ${step.stepKind}:${step.number}`.padEnd(width);
  const verdict = `${step.verdict ?? 'not known'}${step.certain ? '' : ' (if it matches)'}`;
  const changes = step.changes.map(({ field, before, after }) => `    ${field} ${before} > ${after}`);
  return [`  ${place}${verdict.padEnd(9)}${step.text ?? ''}`.trimEnd(), ...changes];
}

function address(host: string | null, port: number | null): string {
  return `${host ?? 'not known'}${port === null ? '' : `:${port}`}`;
}
