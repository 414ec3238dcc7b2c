import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { compareListings } from './listed/compare-listings.ts';
import { type Tool, tools } from './listed/listings.ts';
import { makeNamespace } from './namespace.ts';

const captures = fileURLToPath(new URL('../captures', import.meta.url));

it(
  'the ruleset of every capture is the one that the kernel lists after it was loaded',
  { timeout: 900_000 },
  async (context) => {
    const namespace = makeNamespace(`netopsy-listed-${process.pid}`);
    if ('impossible' in namespace) return context.skip(namespace.impossible);
    namespace.remove();
    const faults: string[] = [];
    let loaded = 0;
    for (const [path, text] of distinctFiles()) {
      const found = await compareListings(
        toolOf(path, text),
        path.endsWith('.json') ? 'nft.json' : (path.split('/').at(-1) ?? ''),
        text,
      );
      // A ruleset may name interfaces, sets and routes that this namespace does not have.
      if ('refused' in found) continue;
      loaded++;
      faults.push(...found.faults.map((fault) => `${path}: ${fault}`));
    }
    expect(faults).toEqual([]);
    expect(loaded).toBeGreaterThan(40);
  },
);

function distinctFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const seen = new Set<string>();
  const paths = readdirSync(captures, { recursive: true, encoding: 'utf8' });
  for (const path of paths
    .filter((each) => /\/(?:ip6?tables-save|nft-ruleset)[^/]*\.txt$/.test(each))
    .toSorted()) {
    const text = readFileSync(`${captures}/${path}`, 'utf8');
    const digest = createHash('sha1')
      .update(text.replaceAll(/^#.*$|\[\d+:\d+\]/gm, ''))
      .digest('hex');
    if (!seen.has(digest)) files.set(path, text);
    seen.add(digest);
  }
  return files;
}

function toolOf(path: string, text: string): Tool {
  if (path.includes('nft-ruleset')) return tools.nft;
  const family = path.includes('ip6tables') ? 'ip6tables' : 'iptables';
  return tools[`${family}-${text.includes('nf_tables') ? 'nft' : 'legacy'}`];
}
