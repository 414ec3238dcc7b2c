import { expect, test } from 'vitest';
import type { Artifact } from '../../model/artifact.ts';
import { readSmall } from './read-file-content.ts';

/** Quoted and compressed text tells its size only when it is read. */
function unmeasured(lines: readonly string[]): Artifact {
  const bytes = new TextEncoder().encode(lines.map((line) => `${line}\n`).join(''));
  return {
    path: 'ticket.txt',
    bytes: null,
    async *chunks(start) {
      yield bytes.subarray(start);
    },
  };
}

const trace =
  '[  420.080676] TRACE: nat:POSTROUTING:rule:1 IN=eth0 OUT=eth1 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 ID=1 PROTO=UDP SPT=1 DPT=2';
const ticket = [
  '# ip rule',
  '0:\tfrom all lookup local',
  '# dmesg',
  trace,
  '# iptables-save',
  '*nat',
  'COMMIT',
];
const manyLines = Array.from(
  { length: 40_000 },
  (_, line) => `[  ${421 + line}.000000] usb 1-2: device gone`,
);

test('text_of_unknown_size_is_read_as_the_outputs_of_several_commands_though_it_begins_with_a_trace', async () => {
  const { file, logs } = await readSmall(unmeasured(ticket), async () => true);
  expect(file?.sections.map(({ kind }) => kind)).toEqual(['ip-rule', 'iptables-save']);
  expect(logs.map(({ isPart }) => isPart)).toEqual([true]);
});

test('a_log_of_unknown_size_that_turns_out_to_be_large_is_left_to_be_read_in_chunks', async () => {
  const { file, logs } = await readSmall(unmeasured([trace, ...manyLines]), async () => true);
  expect(file).toBeNull();
  expect(logs.map(({ isPart, bytes }) => [isPart, bytes])).toEqual([[false, null]]);
});

test('a_ruleset_above_or_below_the_lines_of_a_monitor_is_read_without_any_heading', async () => {
  const rules = ['table ip fw {', '\tchain forward {', '\t\ttype filter hook forward priority 0; policy drop;', '\t}', '}']; // prettier-ignore
  const monitor = ['and this while it pings:', 'trace id 1a2b3c4d ip fw forward policy drop'];
  for (const lines of [
    [...rules, ...monitor],
    [...monitor, ...rules],
  ]) {
    const { file, logs } = await readSmall(unmeasured(lines), async () => true);
    expect(file?.sections.map(({ kind }) => kind)).toEqual(['nft-ruleset']);
    expect(logs.map(({ eventFormat }) => eventFormat?.kind)).toEqual(['nft-trace']);
  }
});
