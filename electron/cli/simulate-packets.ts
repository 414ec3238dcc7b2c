import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
  hostSimulator,
  packetQuery,
  packetWords,
  type Refused,
  simulationDocument,
  visibleJson,
} from '../../core/index.ts';
import { queryOptions, refuseInterface, runBundleQuery } from './bundle-query.ts';
import type { CommandOptions } from './command.ts';
import { argumentError, messageOf } from './message-of.ts';
import type { CommandOutput } from './output.ts';

/**
 * `netopsy simulate BUNDLE --packets FILE|-`: a packet a line as JSON, and for each, in that order, a line with what
 * becomes of it; for a line that describes no packet, why.
 */
export async function simulatePackets(
  args: readonly string[],
  options: CommandOptions,
  output: CommandOutput,
): Promise<number> {
  const { commandFaults } = output.words;
  const refuse = (why: string): number => {
    output.say(why);
    return 2;
  };
  let file: string;
  try {
    const all = { ...options, ...queryOptions };
    const { values } = parseArgs({ args: [...args], options: all, allowPositionals: true, strict: true });
    file = String(values['packets']);
  } catch (error) {
    return refuse(argumentError(error));
  }
  let text: string;
  try {
    text = file === '-' ? await standardInput() : await readFile(file, 'utf8');
  } catch (error) {
    return refuse(commandFaults.fileUnreadable(file, messageOf(error)));
  }
  const packets = text.split('\n').filter((line) => line.trim() !== '');
  const results: string[] = [];
  const status = await runBundleQuery(
    args.filter((word) => word !== '--json'),
    options,
    () => ({ packets }),
    (analysis, host) => {
      const simulate = hostSimulator(analysis, host);
      for (const line of packets) {
        const words = packetWords(line);
        const packet = words === null ? null : packetQuery(words);
        const wrong: Refused | null =
          packet !== null && 'wrong' in packet
            ? packet
            : packet === null
              ? null
              : refuseInterface(analysis, host, packet.inInterface);
        const result =
          packet === null
            ? { error: commandFaults.noPacket }
            : wrong !== null || 'wrong' in packet
              ? { error: commandFaults.queryFault((wrong ?? (packet as Refused)).wrong) }
              : simulationDocument(host, packet, simulate(packet), output.words);
        results.push(visibleJson(JSON.stringify(result)), '\n');
      }
      return { document: null, text: '' };
    },
    output,
  );
  if (status === 0) await output.out(results.join(''));
  return status;
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
