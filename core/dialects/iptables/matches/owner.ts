import type { Condition } from '../../../model/condition.ts';
import { compare, undecidable } from '../../compare.ts';
import { readRange } from '../../values.ts';
import type { IptablesMatch } from '../match.ts';
import { listed, not, optionWords, valueOf } from '../match.ts';

/**
 * owner_mt() (net/netfilter/xt_owner.c): `--uid-owner 1000`, `--gid-owner 0-999`. A packet that came in has no owner, which
 * a negated option selects.
 */
export const owner: IptablesMatch = {
  name: 'owner',
  options: '--uid-owner --gid-owner --socket-exists:0 --suppl-groups:0',
  read(options) {
    const alsoGroups = options.some(({ option }) => option === '--suppl-groups');
    return options.flatMap((option): readonly Condition[] => {
      const { negated } = option;
      if (option.option === '--suppl-groups') return [];
      if (option.option === '--socket-exists') return [{ kind: 'socket-exists', negated }];
      const id = option.option === '--uid-owner' ? 'uid' : 'gid';
      // The supplementary groups of a process are in no file.
      if (id === 'gid' && alsoGroups)
        return [undecidable('owner', 'process', `${optionWords('owner', [option])} --suppl-groups`)];
      const value = readRange(valueOf(option), '-', [0, 0xffffffff]);
      return [compare({ kind: 'owner', id }, [value], { negated, lacking: 'differs' })];
    });
  },
  listed: [
    listed(`${not}owner (?<id>UID|GID) match (?<value>\\S+)`, ({ id = '', value = '' }) => [
      'owner',
      `--${id.toLowerCase()}-owner`,
      value,
    ]),
    listed('incl\\. suppl\\. groups', () => ['owner', '--suppl-groups']),
    listed(`${not}owner socket exists`, () => ['owner', '--socket-exists']),
  ],
};
