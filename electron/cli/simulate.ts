import { packetQuery, simulateOnHost, simulationDocument, simulationText } from '../../core/index.ts';
import { queryOptions, refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { Command } from './command.ts';
import { simulatePackets } from './simulate-packets.ts';
import type { CommandOutput } from './output.ts';

const options = {
  in: { type: 'string', value: 'IF' },
  local: { type: 'boolean' },
  src: { type: 'string', value: 'ADDR', required: true },
  dst: { type: 'string', value: 'ADDR', required: true },
  proto: { type: 'string', value: 'P', required: true },
  sport: { type: 'string', value: 'N' },
  dport: { type: 'string', value: 'N' },
  state: {
    type: 'string',
    value: 'STATE',
    choices: ['NEW', 'ESTABLISHED', 'RELATED', 'INVALID', 'UNTRACKED'],
  },
  mark: { type: 'string', value: 'N' },
  tos: { type: 'string', value: 'N' },
  ttl: { type: 'string', value: 'N' },
  length: { type: 'string', value: 'N' },
  'tcp-flags': { type: 'string', value: 'FLAGS' },
  'icmp-type': { type: 'string', value: 'N' },
  'icmp-code': { type: 'string', value: 'N' },
  uid: { type: 'string', value: 'N' },
  packets: { type: 'string', value: 'FILE|-' },
} as const;

export const simulateCommand: Command = {
  name: 'simulate',
  operands: 'BUNDLE...',
  options: { ...options, ...queryOptions },
  run: runSimulate,
};

/** `netopsy simulate BUNDLE --in IF --src ADDR --dst ADDR --proto P [--sport N] [--dport N] [--state NEW|...] [--json]`. */
function runSimulate(args: readonly string[], output: CommandOutput): Promise<number> {
  if (args.some((word) => word === '--packets' || word.startsWith('--packets=')))
    return simulatePackets(args, options, output);
  return runBundleQuery(
    args,
    options,
    packetQuery,
    (analysis, host, packet) => {
      const wrong = refuseInterface(analysis, host, packet.inInterface);
      if (wrong) return wrong;
      const document = simulationDocument(host, packet, simulateOnHost(analysis, host, packet), output.words);
      return { document, text: simulationText(document, output.words) };
    },
    output,
  );
}
