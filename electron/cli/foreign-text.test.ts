import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from './main.ts';

/** Whatever stands in a bundle or on the command line, no line that is printed begins in the middle of a foreign name. */
const folder = mkdtempSync(join(tmpdir(), 'netopsy-foreign-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Names {
  readonly host: string;
  readonly chain: string;
  readonly comment: string;
  readonly prefix: string;
  readonly iface: string;
  readonly file: string;
}

const ordinary: Names = {
  host: 'rtr',
  chain: 'CH',
  comment: 'note',
  prefix: 'pfx',
  iface: 'eth0',
  file: 'more',
};

/** A journal in JSON, for there a host's name can hold anything, and a ruleset; `CH` drops what comes. */
function writeBundle({ host, chain, comment, prefix, iface, file }: Names): string {
  const bundle = mkdtempSync(join(folder, 'bundle-'));
  const packet = `IN=${iface} OUT=eth1 MAC= SRC=10.1.0.2 DST=10.2.0.2 LEN=60 TOS=0x00 PREC=0x00 TTL=63 ID=35929 DF PROTO=TCP SPT=59264 DPT=22 SEQ=1 ACK=0 WINDOW=64240 RES=0x00 SYN URGP=0`;
  const journal = ['filter:FORWARD:rule:1', `filter:${chain}:rule:1`].map((place, i) =>
    JSON.stringify({
      __REALTIME_TIMESTAMP: `179524300908067${i}`,
      _HOSTNAME: host,
      _TRANSPORT: 'kernel',
      SYSLOG_IDENTIFIER: 'kernel',
      MESSAGE: `TRACE: ${place} ${packet}`,
    }),
  );
  const quoted = (text: string) => `"${text.replace(/["\\]/g, (character) => `\\${character}`)}"`;
  const rules = [
    '*filter',
    ':INPUT ACCEPT [0:0]',
    ':FORWARD ACCEPT [0:0]',
    ':OUTPUT ACCEPT [0:0]',
    `:${chain} - [0:0]`,
    `-A FORWARD -j ${chain}`,
    `-A ${chain} -p tcp -m comment --comment ${quoted(comment)} -m tcp --dport 22 -j DROP`,
    `-A ${chain} -j LOG --log-prefix ${quoted(prefix)}`,
    'COMMIT',
    '',
  ];
  const files = { 'kern.json': `${journal.join('\n')}\n`, 'iptables-save.txt': rules.join('\n') };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(bundle, name), text);
  const more = join(bundle, `${file.replace(/[/\0]/g, '_')}.txt`);
  mkdirSync(dirname(more), { recursive: true });
  writeFileSync(more, `${host}\n`);
  return bundle;
}

async function run(...argv: string[]): Promise<{ out: string; err: string }> {
  let [out, err] = ['', ''];
  await runCli(argv, { out: async (text) => void (out += text), err: (text) => void (err += text) });
  return { out, err };
}

const unseen =
  // eslint-disable-next-line no-control-regex -- these are what must not be printed
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|\ud800(?![\udc00-\udfff])/;

const lines = (text: string): number => text.split('\n').length;

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['\n\nNo packet died.\n\nNotes\n', '\u001b]0;x\u0007', '\u001b[2J', '\r', '\u009b31m', '\u2028'],
        ...[
          '\u202e',
          '\u2066',
          '\u200b',
          '\u0000',
          '\u007f',
          '\ufeff',
          '\ud800',
          'שלום',
          '<script>',
          '\'"`$(',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((parts) => parts.join(''));

describe('text_of_a_bundle', () => {
  it('never_adds_a_line_or_a_character_that_is_not_seen', async () => {
    const field = fc.constantFrom(...(Object.keys(ordinary) as (keyof Names)[]));
    await fc.assert(
      fc.asyncProperty(field, hostile, async (name, foreign) => {
        // On a line of a file, a line break would be the file's own.
        const kept = name === 'host' || name === 'file' ? foreign : foreign.replace(/[\n\r\s]/g, '_');
        const bundle = writeBundle({ ...ordinary, [name]: ordinary[name] + kept.slice(0, 60) });
        const text = await run('analyze', bundle);
        const json = await run('analyze', bundle, '--json');
        expect(text.out + text.err + json.out + json.err).not.toMatch(unseen);
        const { deadEnds } = JSON.parse(json.out) as { deadEnds: readonly unknown[] };
        if (deadEnds.length > 0) expect(text.out).not.toMatch(/^\s*No packet died\.$/m);
        const { out, err } = await run('packets', bundle);
        expect(out + err).not.toMatch(unseen);
        expect(lines(out)).toBe(2);
        await run('analyze', bundle, '--html', join(folder, 'report.html'));
        expect(readFileSync(join(folder, 'report.html'), 'utf8')).not.toMatch(unseen);
        rmSync(bundle, { recursive: true });
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('a_host_whose_name_has_line_breaks_stays_on_its_line', async () => {
    const bundle = writeBundle({ ...ordinary, host: 'rtr\n\nNo packet died.\n\nNotes' });
    const { out } = await run('analyze', bundle);
    expect(out).toMatch(/^1 packet on rtr␊␊No packet died\.␊␊Notes: 1 dropped$/m);
    expect(out).not.toMatch(/^No packet died\.$/m);
  });

  it('a_file_whose_name_has_line_breaks_stays_on_its_line', async () => {
    const { out } = await run('analyze', writeBundle({ ...ordinary, file: 'x\nNo packet died.\n' }));
    expect(out).toContain('x␊No packet died.␊');
    expect(out).not.toMatch(/^No packet died\.$/m);
  });

  it('JSON_says_the_same_in_visible_characters', async () => {
    const host = 'rtr\u202e\u0085\u2066\u{e0041}';
    const { out } = await run('analyze', writeBundle({ ...ordinary, host }), '--json');
    expect(out).not.toMatch(unseen);
    expect((JSON.parse(out) as { hosts: readonly { name: string }[] }).hosts[0]?.name).toBe(host);
  });
});

describe('text_of_the_command_line', () => {
  it.each([
    [['simulate', '--in', '\u001b]0;x\u0007', '--src', '10.1.0.2', '--dst', '10.2.0.2', '--proto', 'tcp']],
    [['route', '--to', '\u001b]0;x\u0007']],
    [['analyze', '--\u001b]0;x\u0007']],
    [['analyze', '\u001b]0;x\u0007\nNo packet died.']],
    [['\u001b]0;x\u0007\n']],
  ])('%j', async ([command = '', ...args]) => {
    const { out, err } = await run(command, writeBundle(ordinary), ...args);
    expect(out + err).not.toMatch(unseen);
    expect(out + err).toContain('␛]0;x␇');
    expect(err).not.toMatch(/^No packet/m);
  });
});
