import { socketText } from '../model/socket-text.ts';
import { english } from '../words/en/index.ts';
import type { Words } from '../words/words.ts';
import type { SimulationDocument, WayDocument } from './simulation-document.ts';
import { printedLines } from './visible.ts';

/** A simulation for a person at a terminal. */
export function simulationText(
  { packet, ways, unexplored }: SimulationDocument,
  words: Words = english,
): string {
  const { simulation } = words;
  const address = (host: string | null, port: number | null): string =>
    socketText(host ?? simulation.unknown, port);
  const from = address(packet.src, packet.sport);
  const to = address(packet.dst, packet.dport);
  const lines = [
    simulation.packet(packet.protocol, from, to, packet.interface, packet.state),
    ...(ways.length > 1 ? ['', simulation.outcomes(ways.length)] : []),
    ...(unexplored === null ? [] : ['', simulation.unexplored(unexplored)]),
    ...ways.flatMap(wayLines),
  ];
  return printedLines(lines);

  function wayLines({ summary, steps, assumes, egress }: WayDocument): string[] {
    const leaving =
      egress === null || egress.interface === null
        ? []
        : [
            `  ${simulation.out.padEnd(width)}${egress.interface}: ${address(egress.src, egress.sport)} > ${address(egress.dst, egress.dport)}`,
          ];
    return [
      '',
      summary,
      ...assumes.map((sentence) => `  ${simulation.assuming(sentence)}`),
      ...steps.flatMap(stepLines),
      ...leaving,
    ];
  }

  function stepLines(step: WayDocument['steps'][number]): string[] {
    if (step.kind === 'routing') {
      const proofs = step.evidence.map(({ file, line, text }) => `    ${file}:${line}: ${text.trim()}`);
      return [`  ${simulation.routing.padEnd(width)}${step.summary}`, ...proofs];
    }
    const place = `${step.table}/${step.chain} ${step.stepKind}:${step.number}`.padEnd(width - 1);
    const verdict = simulation.verdict(step.verdict, step.certain);
    const changes = step.changes.map(({ field, before, after }) => `    ${field} ${before} > ${after}`);
    return [`  ${place} ${verdict.padEnd(8)} ${step.text ?? ''}`.trimEnd(), ...changes];
  }
}

const width = 34;
