import { makeNamespace } from '../namespace.ts';
import { listBack, type Tool } from './listings.ts';
import { type TypedListing, typedListing, type TypedRule } from './typed-chains.ts';

/** What became of a ruleset: the loader refused it, or it was listed back, with the faults in reading that, a line each. */
export type ListedBack = { readonly refused: string } | { readonly faults: readonly string[] };

/**
 * Loads a ruleset, lists it back in every form of the tool, and reads each. A fault is a line that was not read, words that
 * are not understood, and what one form says otherwise than the one that tells most, or than the file that was loaded,
 * where that is a dump and no script: the kernel has its own order for sets, and masks addresses.
 */
export async function compareListings(tool: Tool, file: string | null, ruleset: string): Promise<ListedBack> {
  const name = `netopsy-listed-${process.pid}`;
  const namespace = makeNamespace(name);
  if ('impossible' in namespace) throw new Error(namespace.impossible);
  try {
    const forms = listBack(name, tool, ruleset);
    if (typeof forms === 'string') return { refused: forms };
    const whole = await typedListing(tool.forms[tool.whole]?.file ?? '', forms.get(tool.whole) ?? '');
    const faults: string[] = [...whole.faults.map((fault) => `${tool.whole}: ${fault}`)];
    if (file !== null) {
      const loaded = await typedListing(file, ruleset);
      faults.push(...differences(loaded, whole, false).map((fault) => `as loaded: ${fault}`));
    }
    for (const [form, { file: path, hidesInterfaces = false }] of Object.entries(tool.forms)) {
      const listing = await typedListing(path, forms.get(form) ?? '');
      const found = [...listing.faults, ...differences(whole, listing, hidesInterfaces)];
      faults.push(...found.map((fault) => `${form}: ${fault}`));
    }
    return { faults };
  } finally {
    namespace.remove();
  }
}

/** Every chain of the one must be the same in the other, which may have more: all tables are there once they are listed. */
function differences(one: TypedListing, other: TypedListing, hidesInterfaces: boolean): readonly string[] {
  return [...one.chains].flatMap(([name, { base, devices, policy, rules }]) => {
    const same = other.chains.get(name);
    if (same === undefined) return [`${name} is missing`];
    if (same.policy !== policy) return [`${name}: policy ${policy}, ${same.policy}`];
    const [hook, sameHook] = [base, same.base].map((each) => JSON.stringify(each));
    const hangsElsewhere = devices !== null && same.devices !== null && same.devices !== devices;
    if (sameHook !== hook || hangsElsewhere)
      return [`${name}: ${hook} ${devices}, ${sameHook} ${same.devices}`];
    if (same.rules.length !== rules.length) return [`${name}: ${rules.length} rules, ${same.rules.length}`];
    return rules.flatMap((rule, index) => {
      const listed = same.rules[index];
      if (listed === undefined) return [];
      const found = ruleDifference(hidesInterfaces ? withoutInterfaces(rule) : rule, listed);
      return found === '' ? [] : [`${name}: ${rule.text} | ${listed.text}: ${found}`];
    });
  });
}

function ruleDifference(one: TypedRule, other: TypedRule): string {
  const [said, saidThere] = [one, other].map(({ conditions, statements }) => [...conditions, ...statements]) as [string[], string[]]; // prettier-ignore
  const lost = said.filter((each) => !saidThere.includes(each));
  const added = saidThere.filter((each) => !said.includes(each) && !each.includes('"hidden-interfaces"'));
  return [...lost.map((each) => `- ${each}`), ...added.map((each) => `+ ${each}`)].join(' ');
}

function withoutInterfaces(rule: TypedRule): TypedRule {
  return { ...rule, conditions: rule.conditions.filter((each) => !each.includes('"kind":"interface"')) };
}
