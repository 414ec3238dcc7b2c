import type { EditFault } from '../../model/edit-fault.ts';
import { isDead } from '../../model/disposition.ts';
import type { FlowKey } from '../../model/diff.ts';
import type { NotReplayable, WalkedEnd, WhatIf, WhatIfFlow, WhatIfOpen } from '../../model/what-if.ts';
import { queryFault } from './command-faults.ts';
import { summary } from './causes.ts';
import { flow as flowText } from './comparison.ts';
import { counted } from './numbers.ts';
import { listed } from './lists.ts';
import { malformed } from './malformed.ts';
import { assumption, end as endSentence } from './simulation.ts';

export { does } from './edits.ts';

export const sections = {
  changes: 'Changes, in this order',
  flows: 'What they would change',
  open: 'What they may change',
  notReplayable: 'Not used as proof',
  answer: 'What would change',
  allPackets: 'All packets',
  files: 'Files examined',
} as const;

export const kindOfReport = 'what-if';

/** Above a captured journey and the walk of the same packet. */
export function bothJourneys(packet: number): string {
  return `Packet ${packet}, as captured and through the changed configuration`;
}

/** The first sentence: what the changes come to. */
export function found({ flows, unchanged, notReplayable }: WhatIf): string {
  const certain = flows.filter(({ open, diverted }) => open === null && !diverted);
  const dead = (disposition: string): boolean => isDead(disposition as WhatIfFlow['captured']['disposition']);
  const count = (which: (flow: WhatIfFlow) => boolean): number =>
    new Set(certain.filter(which).map(({ flow }) => JSON.stringify(flow))).size;
  const healed = count(({ captured, changed }) => dead(captured.disposition) && !dead(changed.disposition));
  const broken = count(({ captured, changed }) => !dead(captured.disposition) && dead(changed.disposition));
  const other = count(() => true) - healed - broken;
  const diverted = flows.filter((each) => each.diverted && each.open === null).length;
  const open = new Set(flows.filter((each) => each.open !== null).map(({ flow }) => JSON.stringify(flow)))
    .size;
  const parts = [
    ...(healed > 0 ? [`${counted(healed, 'dead flow')} would get through`] : []),
    ...(broken > 0 ? [`${counted(broken, 'flow')} that got through would die`] : []),
    ...(other > 0 ? [`${counted(other, 'flow')} would end otherwise`] : []),
    ...(diverted > 0 ? [`${counted(diverted, 'flow')} would take another way out`] : []),
    ...(open > 0 ? [`${counted(open, 'flow')} may change`] : []),
  ];
  if (flows.length === 0 && unchanged === 0 && notReplayable.length === 0)
    return 'The capture has no traced packet to try this on: below is what it does to all packets.';
  const stays = `${unchanged === 0 ? 'no flow' : counted(unchanged, 'flow')} would end as captured`;
  const unproven =
    notReplayable.length === 0 ? '' : ` ${counted(notReplayable.length, 'flow')} could not be used as proof.`;
  return `${parts.length === 0 ? `Nothing would change: ${stays}` : `${listed(parts)}; ${stays}`}.${unproven}`;
}

/** `tcp 10.1.0.2 > 10.2.0.2:81 in eth0`, the head of a flow's lines. */
export function flow(key: FlowKey): string {
  return flowText(key);
}

/** `captured: dropped by ...` */
export function captured({ captured: { disposition, cause } }: WhatIfFlow): string {
  return `captured: ${cause === null ? disposition : summary(cause)}`;
}

export function changed({ changed: end }: WhatIfFlow): string {
  return `changed:  ${ending(end)}`;
}

/** One sentence: how packets would end. */
export function ending({ end, egress }: WalkedEnd): string {
  const to =
    egress === null || egress.dst === null
      ? ''
      : `, to ${egress.dst}${egress.dport === null ? '' : ` port ${egress.dport}`}`;
  return `${endSentence(end)}${to}`;
}

/** Why a flow's end is not certain; a sentence. */
export function open(why: WhatIfOpen): string {
  switch (why.kind) {
    case 'branches': {
      const ends = [...new Set(why.ends.map(ending))];
      const rests = why.assumed.slice(0, 3).map(assumption);
      const ways =
        ends.length > 1
          ? `Possible: ${listed(ends, 'or')}.`
          : 'It rests on something that the bundle does not show.';
      return rests.length === 0 ? ways : `${ways} Shown is the case that ${listed(rests)}.`;
    }
    case 'unexplored':
      return 'Too much is unknown to follow every way that the packets could take.';
    case 'connection':
      return 'The first packet of their connection would end otherwise, so it is not known whether these would be sent.';
    case 'entry-deleted':
      return 'The conntrack entry of their connection is gone.';
  }
}

/** Why packets prove nothing; a sentence. */
export function notReplayable({ why }: Pick<NotReplayable, 'why'>): string {
  switch (why.kind) {
    case 'end-unknown':
      return 'The log does not show how they ended.';
    case 'nothing-known':
      return "The bundle has nothing of the host's configuration.";
    case 'other-way':
      return "Walked through the bundle's configuration they do not take the way that the log shows: something is missing, or changed after the log.";
    case 'other-end':
      return `Walked through the bundle's configuration they end otherwise than captured: ${ending(why.walked)}.`;
  }
}

/** `3 packets` */
export function packets(count: number): string {
  return counted(count, 'packet');
}

export function more(count: number): string {
  return `and ${counted(count, 'more flow')}`;
}

/** Why a change can't be made. */
export function whyRefused(says: string | EditFault): string {
  return typeof says === 'string' ? says : editFault(says);
}

/** The line before a refusal: which change can't be made. */
export function refused(id: number, says: string | EditFault): string {
  return `change ${id} can't be made: ${whyRefused(says)}`;
}

/** Why a change can't be made, where the tool itself would not say so. */
export function editFault(fault: EditFault): string {
  switch (fault.kind) {
    case 'no-described-host':
      return 'the bundle describes no host: it has neither a ruleset nor routes';
    case 'table-not-shown':
      return `the bundle does not show table ${fault.table} of ${fault.tool}; ${fault.tool}-save would`;
    case 'interface-not-shown':
      return `the bundle does not show interface ${fault.dev}; ip addr would`;
    case 'rules-not-shown':
      return `the bundle does not show all rules of ${fault.table}/${fault.chain}, so they can't be counted`;
    case 'no-handles':
      return "the bundle's list of rules has no handles; nft -a list ruleset prints them";
    case 'changes-nothing':
      return 'this command changes nothing: it only shows what is there';
    case 'not-modelled':
      return `${fault.command} is not among the changes that can be tried`;
    case 'unreadable-line':
      return malformed(fault.why);
    case 'open-quote':
      return `a quote is not closed: ${fault.quote}`;
    default:
      return queryFault(fault);
  }
}

/** No change is among the command's words; `tools` are those whose words can be given. */
export function noChange(tools: readonly string[]): string {
  return `no change named: ${listed([...tools.map((tool) => `--${tool} WORDS`), '--config FILE'], 'or')}`;
}

export function fileUnreadable(why: string): string {
  return `can't read the edited file: ${why}`;
}

export function fileWithout(path: string): string {
  return `${path} holds no ruleset, routes, IP rules, addresses, settings or sets`;
}

/** A line that begins with none of the tools. */
export function noTool(line: string, tools: readonly string[]): string {
  return `not a command that can be tried: ${line}. Those of ${listed(tools)} can be; of other programs, try the rules that they make, or edit the file that shows them`;
}

/** The dialog that tries changes. */
export const dialog = {
  title: 'Try a change',
  open: 'Try a change…',
  openTip: 'What commands would do to the packets of this capture',
  withoutRule: 'Without this rule…',
  withoutRuleTip: 'What would happen to the packets of this capture without this rule',
  about:
    "Commands as typed on the host, one a line, or the bundle's files, edited. Nothing is touched: the packets of the capture are walked through the changed configuration.",
  edit: 'What to edit',
  edited: 'edited',
  asInBundle: 'As in the bundle',
  compare: 'Compare',
  compareTip:
    'Shows the captured packets beside the changed ones: journeys, graphs, rules, report (Ctrl Shift Enter)',
  change: 'Change again…',
  changeTip: 'Back to the commands and files that were tried',
  commands: 'Commands',
  example: 'iptables -I FORWARD 1 -p tcp -d 10.2.0.2 --dport 80 -j ACCEPT',
  host: 'Host',
  onlyHost: 'the only one',
  tryTip: 'Tries them on the packets (Ctrl Enter)',
  tryIt: 'Try',
  trying: 'Walking the packets…',
  captured: 'Captured',
  changed: 'Changed',
  certain: 'certain',
  mayChange: 'may change',
  showFlow: 'Show the packets of this flow',
} as const;

/** The sides of a comparison of what was captured with what changes come to. */
export const sides = { before: 'captured', after: 'changed' } as const;

/** A file that was edited, and the line in it that is refused. */
export function atLine(path: string, line: number): string {
  return `${path}, line ${line}`;
}

/** The changed side of a comparison, by what was changed: commands and paths. */
export function changedBy(changes: readonly string[]): string {
  return changes.join('; ');
}

/** The dialog that sends a packet. */
export const sending = {
  title: 'Send a packet',
  open: 'Send a packet…',
  openTip: 'Where a packet would go that nobody has sent',
  about:
    'A packet through the rules and routes of the bundle; it begins as the packet that is open. Without an input interface the host itself sends it.',
  send: 'Send',
  withoutIt: 'Send without this rule',
  withoutItTip: 'Send again without this rule',
  without: 'Without',
  putBack: 'Put back',
  fields: {
    host: 'Host',
    in: 'In',
    src: 'Source',
    dst: 'Destination',
    proto: 'Protocol',
    sport: 'Source port',
    dport: 'Port',
    icmpType: 'ICMP type',
    state: 'Conntrack state',
    mark: 'Mark',
  },
} as const;
