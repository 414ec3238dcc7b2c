import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAll } from './chunks.ts';
import { openBundle } from './open.ts';
import { sourceInMemory } from './source-in-memory.ts';

async function restored(bytes: Uint8Array, start = 0, chunkBytes = 7): Promise<string> {
  const { artifacts } = await openBundle([sourceInMemory('f', bytes, chunkBytes)]);
  const [artifact] = artifacts;
  return artifact === undefined ? '' : new TextDecoder().decode(await readAll(artifact.chunks(start)));
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function utf16(text: string, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * (text.length + 1)));
  [0xfeff, ...Array.from(text, (letter) => letter.charCodeAt(0))].forEach((unit, i) =>
    view.setUint16(2 * i, unit, littleEndian),
  );
  return new Uint8Array(view.buffer);
}

const rules = '*filter\n:FORWARD DROP [0:0]\n  -A FORWARD -j ACCEPT\nCOMMIT\n';
const trace =
  'TRACE: raw:PREROUTING:policy:2 IN=eth0 OUT= MAC=52:54:00 SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=64 ID=7 DF PROTO=TCP SPT=1 DPT=22 WINDOW=64240 RES=0x00 SYN URGP=0';
const log = `Nov 21 06:36:49 rtr kernel: [  420.080676] ${trace}\nNov 21 06:36:50 rtr kernel: [  421.080676] usb 1-2: gone\n`;

describe('a_text_is_read_as_the_command_printed_it', () => {
  test('from UTF-16 of either order', async () => {
    expect(await restored(utf16(rules, true))).toBe(rules);
    expect(await restored(utf16(rules, false), 8)).toBe(rules.slice(8));
  });

  test.each([
    ['quoted in a mail', (line: string) => `> ${line}`],
    ['quoted twice', (line: string) => `> > ${line}`],
    ['indented', (line: string) => `    ${line}`],
    ['numbered', (line: string, i: number) => `${String(i + 1).padStart(6)}\t${line}`],
    ['numbered by vi', (line: string, i: number) => `${String(i + 1).padStart(3)} ${line}`],
    ['numbered by less', (line: string, i: number) => `${String(i + 9).padStart(7)} ${line}`],
    ['numbered with colons', (line: string, i: number) => `${i + 1}: ${line}`],
    ['numbered by bat', (line: string, i: number) => `${String(i + 1).padStart(4)} │ ${line}`],
    ['found by grep -H', (line: string) => `/etc/fw/rules.v4:${line}`],
    ['found by grep -Hn', (line: string, i: number) => `rules.v4:${i + 1}:${line}`],
    [
      'found by grep with context',
      (line: string, i: number) => `rules.v4${i === 1 ? `:2:` : `-${i + 1}-`}${line}`,
    ],
    ['in colours', (line: string) => `\x1b[32m${line.slice(0, 3)}\x1b[0m${line.slice(3)}`],
  ])('%s', async (_, change) => {
    const changed = rules.trimEnd().split('\n').map(change).join('\r\n');
    expect(await restored(utf8(changed))).toBe(rules);
  });

  test('numbered_from_a_prompt_on', async () => {
    const printed = 'root@gw:~# ip rule\n0:\tfrom all lookup local\n# uptime\n';
    const numbered = printed
      .split('\n')
      .slice(0, -1)
      .map((line, i) => `${i + 1}: ${line}\n`)
      .join('');
    expect(await restored(utf8(numbered))).toBe(printed);
  });

  test('with_lines_of_a_log_that_a_mail_program_wrapped_and_every_other_line_in_its_place', async () => {
    for (const width of [60, 72, 76]) {
      const wrapped = log
        .trimEnd()
        .split('\n')
        .flatMap((line) => line.match(new RegExp(`.{1,${width}}(?: |$)`, 'g')) ?? []);
      const lines = (await restored(utf8(wrapped.map((line) => `> ${line.trimEnd()}\n`).join('')))).split(
        '\n',
      );
      expect(lines.filter((line) => line !== '')).toEqual(log.trimEnd().split('\n'));
      expect(lines.indexOf('Nov 21 06:36:50 rtr kernel: [  421.080676] usb 1-2: gone')).toBe(
        wrapped.findIndex((line) => line.startsWith('Nov 21 06:36:50')),
      );
    }
  });
});

describe('other_files_are_left_as_they_are', () => {
  test.each([
    ['a log', log],
    ['a ruleset', rules],
    ['lines of LOG rules without a prefix', `${trace.slice(31)}\n${trace.slice(31)}\n`],
    ['columns', '    1   0.000000 10.1.0.2 -> 10.2.0.2 TCP 74\nend\n'],
    ['links', '1: lo: <LOOPBACK,UP>\n2: eth0: <UP>\n3: eth1: <UP>\n'],
    ['links of other devices', '2: eth0@eth1: mtu 1500\n3: eth2@eth1: mtu 1500\n4: eth3@eth1 mtu 1500\n'],
    ['addresses', '1: lo    inet 127.0.0.1/8\n2: eth0    inet 10.0.0.1/8\n3: eth1    inet 10.1.0.1/8\n'],
    ['a numbered listing', '1    ACCEPT     all\n2    DROP       all\n3    DROP       all\n'],
    ['FIB rules', '0: from all lookup local\n1: from all lookup main\n2: from all lookup 2\n'],
    ['settings', '/proc/sys/net/ipv4/ip_forward:1\n/proc/sys/net/ipv4/conf/all/rp_filter:0\n'],
    ['a name with an escape sequence', '[    1.000001] TRACE: filter:b\x1b[31m:rule:1 IN=eth0\n'],
    ['a capture with the bytes of a colour', '\x1b[32m\0\0'],
  ])('%s', async (_, text) => {
    expect(await restored(utf8(text))).toBe(text);
  });

  test('and_no_bytes_lose_a_line_or_throw', async () => {
    const line = fc.constantFrom(
      '> a',
      '    b',
      '  3\tc',
      '\x1b[1md',
      trace,
      'SRC=1 SYN',
      'TRACE:',
      '',
      '\r',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 40 }), async (lines, chunkBytes) => {
        const text = lines.map((each) => `${each}\n`).join('');
        const made = await restored(utf8(text), 0, chunkBytes);
        expect(made.split('\n').length).toBe(text.split('\n').length);
      }),
    );
    await fc.assert(fc.asyncProperty(fc.uint8Array(), async (bytes) => void (await restored(bytes))));
  });
});
