import { parseAddress, parsePrefix, prefixContains } from '../../core/kernel/address.ts';
import { buildFib } from '../../core/kernel/routing/fib.ts';
import { ipRoute } from '../../core/parse/network/ip-route.ts';
import { iptablesSave } from '../../core/parse/rules/iptables/iptables-save.ts';
import { wholeText } from '../../core/parse/reading/artifact-text.ts';

/** The text of a file, read and decoded as that of any file of a bundle. */
async function linesOf(path, bytes) {
  const { lines } = await wholeText({ path, bytes: bytes.length, chunks: async function* () { yield bytes; } }); // prettier-ignore
  return lines;
}

/** What `iptables-save` printed, with what was not understood of it. */
export async function readRules(bytes) {
  const { records, diagnostics } = iptablesSave.parse(
    await linesOf('iptables-save.txt', bytes),
    'iptables-save.txt',
  );
  const chains = records.items.flatMap(({ tables }) => tables).flatMap((table) => table.chains);
  return { rules: chains.flatMap(({ rules }) => rules), diagnostics };
}

/**
 * Two ways to find the route of an address among those that `ip route` printed: the index, and a look at all of them.
 * @returns {Promise<{ count: number } & Record<'find' | 'scan', (address: string) => string | null>>}
 */
export async function readRoutes(bytes) {
  const { records } = ipRoute.parse(await linesOf('ip-route.txt', bytes), 'ip-route.txt');
  const { search } = buildFib('ipv4', [], records.items).tables.get('main');
  const all = records.items.map((route) => ({ route, prefix: parsePrefix(route.prefix) }));
  return {
    count: all.length,
    find: (address) => search(parseAddress(address))?.items[0]?.text ?? null,
    scan(address) {
      const value = parseAddress(address);
      let best = null;
      for (const each of all)
        if (prefixContains(each.prefix, value) && each.prefix.length > (best?.prefix.length ?? -1))
          best = each;
      return best?.route.text ?? null;
    },
  };
}
