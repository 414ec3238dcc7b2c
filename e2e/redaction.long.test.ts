import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../electron/cli/main.ts';
import { fromRoot } from '../build/paths.mjs';

/** Redacted reports of real captures against what stands in the captures' files: read here, with nothing of core's. */
const captures = process.env['NETOPSY_CAPTURES'] ?? fromRoot('e2e/captures');
const folder = mkdtempSync(join(tmpdir(), 'netopsy-redaction-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(readdirSync(captures).filter((name) => existsSync(join(captures, name, 'bundle'))))(
  'a redacted report of %s',
  (name) => {
    const bundle = join(captures, name, 'bundle');
    const originals = originalsIn(bundle);

    it.each(['text', 'json', 'html'] as const)('names_no_address_MAC_or_host (%s)', async (form) => {
      const shown = await redacted([bundle], form);
      expect(shown.length).toBeGreaterThan(200);
      const text = shown.toLowerCase();
      expect([...originals].filter((original) => standsIn(original, text))).toEqual([]);
    });
  },
);

describe.each(readdirSync(captures).filter((name) => existsSync(join(captures, name, 'before'))))(
  'a redacted comparison of %s',
  (name) => {
    const sides = [join(captures, name, 'before'), join(captures, name, 'after')];
    const originals = new Set(sides.flatMap((side) => [...originalsIn(side)]));

    it.each(['text', 'json', 'html'] as const)('names_no_address_MAC_or_host (%s)', async (form) => {
      const text = (await redacted(sides, form, 'diff')).toLowerCase();
      expect([...originals].filter((original) => standsIn(original, text))).toEqual([]);
    });
  },
);

async function redacted(
  bundles: readonly string[],
  form: 'text' | 'json' | 'html',
  command: 'analyze' | 'diff' = 'analyze',
): Promise<string> {
  const file = join(folder, 'report.html');
  let out = '';
  const options = form === 'text' ? [] : form === 'json' ? ['--json'] : ['--html', file];
  const map = join(folder, 'map.json');
  const said: string[] = [];
  const status = await runCli([command, ...bundles, ...options, '--redact', '--redact-map', map], {
    out: async (text) => void (out += text),
    err: (text) => void said.push(text),
  });
  expect([0, 3], said.join('')).toContain(status);
  return form === 'html' ? readFileSync(file, 'utf8') : out;
}

function standsIn(original: string, text: string): boolean {
  for (let at = text.indexOf(original); at >= 0; at = text.indexOf(original, at + 1)) {
    const around = [text[at - 1] ?? '', text[at + original.length] ?? ''];
    if (!around.some((character) => /[0-9a-z]/.test(character))) return true;
  }
  return false;
}

/**
 * What the files say of addresses, MACs and hosts, apart from what means the same everywhere, and from the halves and
 * quarters of a documentation range: there are so few that one becomes another, and its first address with it.
 */
function originalsIn(bundle: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of readdirSync(bundle, { recursive: true, encoding: 'utf8' })) {
    const file = join(bundle, path);
    if (!statSync(file).isFile()) continue;
    const text = readFileSync(file, 'utf8').toLowerCase();
    for (const [address] of text.matchAll(/(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\d)/g))
      if (
        !/^(?:0|127|22[4-9]|23[0-8]|255)\.|^(?:10\.0\.0|192\.168\.0|172\.16\.0)\.0$|^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.(?:0|64|128|192)$/.test(
          address,
        )
      )
        found.add(address);
    for (const [address] of text.matchAll(
      /(?<![0-9a-f:])(?:fd|fc|2|3|fe80:)[0-9a-f:]*::[0-9a-f:]*(?=[\s/,"%\]]|$)/gm,
    ))
      if (!/^fe80::$|^f[cd]00::$|^2000::$/.test(address)) found.add(address);
    for (const [mac] of text.matchAll(/(?<![0-9a-f:])(?:[0-9a-f]{2}:){5}[0-9a-f]{2}(?![0-9a-f:])/g))
      if (!/^(?:ff:ff:ff:ff:ff:ff|00:00:00:00:00:00|33:33:00|01:00:5e)/.test(mac)) found.add(mac);
    for (const [, to = '', from = ''] of text.matchAll(
      /mac=((?:[0-9a-f]{2}:){5}[0-9a-f]{2}):((?:[0-9a-f]{2}:){5}[0-9a-f]{2}):/g,
    ))
      for (const mac of [to, from])
        if (!/^(?:ff:ff:ff|00:00:00:00:00|33:33:00|01:00:5e)/.test(mac)) found.add(mac);
    for (const [, host = ''] of text.matchAll(/ ([a-z][\w.-]*) kernel: /g)) found.add(host);
  }
  return found;
}
