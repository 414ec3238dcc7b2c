import { packetQuery, simulateOnHost, simulationDocument, simulationText } from '../../core/index.ts';
import { refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { CliOutput } from './output.ts';

const options = {
  in: { type: 'string' },
  local: { type: 'boolean' },
  src: { type: 'string' },
  dst: { type: 'string' },
  proto: { type: 'string' },
  sport: { type: 'string' },
  dport: { type: 'string' },
  state: { type: 'string' },
  mark: { type: 'string' },
  tos: { type: 'string' },
  ttl: { type: 'string' },
  length: { type: 'string' },
  'tcp-flags': { type: 'string' },
  'icmp-type': { type: 'string' },
  'icmp-code': { type: 'string' },
  uid: { type: 'string' },
} as const;

/** `netopsy simulate BUNDLE --in IF --src ADDR --dst ADDR --proto P [--sport N] [--dport N] [--state NEW|...] [--json]`. */
export function runSimulate(args: readonly string[], output: CliOutput): Promise<number> {
  return runBundleQuery(
    args,
    options,
    packetQuery,
    (analysis, host, packet) => {
      const wrong = refuseInterface(analysis, host, packet.inInterface);
      if (wrong) return wrong;
      const document = simulationDocument(host, packet, simulateOnHost(analysis, host, packet));
      return { document, text: simulationText(document) };
    },
    output,
  );
}
