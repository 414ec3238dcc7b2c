import type { NftEdit, Refusal } from '../../model/edit.ts';
import type { NftElement, NftSet, Table } from '../../model/ruleset.ts';
import type { TypedCommand } from '../edit-kind.ts';
import { refuse } from '../typed-line.ts';
import { NftLine } from './nft-line.ts';

type SetEdit = Extract<
  NftEdit['does'],
  { op: 'add-set' | 'delete-set' | 'flush-set' | 'add-elements' | 'create-elements' | 'delete-elements' }
>;

/** The table with another set, without one, or with other elements in one. */
export function setsOf(table: Table, does: SetEdit, command: TypedCommand): Table | Refusal {
  const line = new NftLine(command.text);
  const name = does.op === 'add-set' ? does.set.name : does.set;
  const set = table.sets.find((each) => each.name === name);
  if (does.op === 'add-set') return set === undefined ? { ...table, sets: [...table.sets, does.set] } : table;
  if (set === undefined)
    return refuse('Error: Could not process rule: No such file or directory', line.find(name));
  const made = (changed: NftSet | null): Table => ({
    ...table,
    sets: table.sets.flatMap((each) => (each !== set ? [each] : changed === null ? [] : [changed])),
  });
  switch (does.op) {
    case 'delete-set': {
      const isUsed = table.chains.some(({ rules }) =>
        rules.some(({ spec }) =>
          spec.conditions.some(
            (condition) =>
              condition.kind === 'lookup' && condition.set.kind === 'named' && condition.set.name === name,
          ),
        ),
      );
      return isUsed
        ? refuse('Error: Could not process rule: Device or resource busy', line.find(name))
        : made(null);
    }
    case 'flush-set':
      return made({ ...set, elements: [] });
    case 'add-elements':
    case 'create-elements': {
      const known = new Map(set.elements.map((element) => [keyOf(element), element]));
      const again = does.elements.find((element) => known.has(keyOf(element)));
      const isOther = again !== undefined && known.get(keyOf(again))?.value !== again.value;
      if (again !== undefined && (does.op === 'create-elements' || isOther))
        return refuse('Error: Could not process rule: File exists', line.find(again.key[0] ?? ''));
      return made({
        ...set,
        elements: [...set.elements, ...does.elements.filter((each) => !known.has(keyOf(each)))],
      });
    }
    case 'delete-elements': {
      const doomed = new Set(does.elements.map(keyOf));
      const missing = does.elements.find(
        (each) => !set.elements.some((element) => keyOf(element) === keyOf(each)),
      );
      if (missing !== undefined)
        return refuse(
          'Error: Could not process rule: No such file or directory',
          line.find(missing.key[0] ?? ''),
        );
      return made({ ...set, elements: set.elements.filter((element) => !doomed.has(keyOf(element))) });
    }
  }
}

/** What the element's key means, whatever its spelling. */
function keyOf({ parts }: NftElement): string {
  return JSON.stringify(parts, (_, each: unknown) => (typeof each === 'bigint' ? each.toString() : each));
}
