import type { QueryFault } from '../../model/query-fault.ts';
import { grouped } from '../../model/grouped.ts';
import { listed } from './lists.ts';
import { counted } from './numbers.ts';

export const noBundle = 'no bundle named';
export const jsonOrHtml = '--json and --html FILE exclude each other';
export const twoBundles = 'diff needs two bundles: the capture before and the one after';
export const noDescription = 'nothing to analyse: no ruleset, route, address or sysctl in the bundle';
/** Of a line in a list of packets. */
export const noPacket = 'the line is no JSON object that describes a packet';
export const noFiles = 'nothing to analyse: the bundle has no files';

/** An option that a command can't do without. */
export function optionMissing(option: string): string {
  return `--${option} is missing`;
}

/** `completion` was not told for which shell. */
export function noShell(shells: readonly string[]): string {
  return `completion needs one of ${listed(shells, 'or')}`;
}

export function exportedBefore(folder: string): string {
  return `${folder} is there already; nothing was written`;
}

/** `reason`: the operating system's. */
export function bundleUnreadable(reason: string): string {
  return `can't read the bundle: ${reason}`;
}

export function outputUnwritable(reason: string): string {
  return `can't write the output: ${reason}`;
}

export function fileUnreadable(file: string, reason: string): string {
  return `${file}: can't be read: ${reason}`;
}

/** A symbolic link in a bundle's folder. */
export function linkLeavesFolder(file: string): string {
  return `${file}: a link that leads out of the folder: left out`;
}

/** `kern.log.gz: the compressed file ends too early: ...` */
export function unread(file: string | null, message: string): string {
  return file === null ? message : `${file}: ${message}`;
}

export function moreUnread(count: number): string {
  return `${grouped(count)} more such notes: see the notes of the analysis`;
}

/** Why nothing of the bundle could be analysed. */
export function nothingToAnalyse(file: string | null, message: string): string {
  return `nothing to analyse: ${file ?? 'the bundle'}: ${message}`;
}

/** `why` is what the bundle's own files show as the reason; null where they show none. */
export function noTraceLine(
  files: number,
  why: { readonly at: string; readonly message: string } | null,
): string {
  const where = files === 1 ? 'the file' : `the ${counted(files, 'file')}`;
  return `nothing to analyse: no line of an iptables TRACE in ${where}${why === null ? '' : `: ${why.at}: ${why.message}`}`;
}

export function nothingToCompare(bundle: string): string {
  return `nothing to compare in ${bundle}`;
}

/** Where the replacements of a redaction are; `replaced`: there was a file of that name. */
export function replacementList(file: string, replaced: boolean): string {
  return `the replacement list is written to ${file}${replaced ? ', replacing the file that was there' : ''}; keep it to yourself`;
}

/** What is wrong with the options of a question. */
export function queryFault(fault: QueryFault): string {
  switch (fault.kind) {
    case 'missing':
      return `--${fault.option} is missing`;
    case 'in-or-local':
      return 'either --in IF or --local is needed';
    case 'no-address':
      return `--${fault.option} ${fault.text} is not an address`;
    case 'two-families':
      return `--${fault.options[0]} and --${fault.options[1]} are of different families`;
    case 'iif-without-from':
      return '--iif needs --from: an incoming packet has a source';
    case 'no-protocol':
      return `--proto ${fault.text} is not a protocol`;
    case 'no-state':
      return `--state ${fault.text} is not one of ${fault.states.join(', ')}`;
    case 'no-ports':
      return `${fault.protocol} has no ports`;
    case 'flags-without-tcp':
      return '--tcp-flags needs --proto tcp';
    case 'no-flags':
      return `--tcp-flags ${fault.text}: no such flags`;
    case 'no-number':
      return `--${fault.option} ${fault.text}: must be a number up to ${fault.most}`;
    case 'no-interface':
      return `the bundle has no interface ${fault.name}, only ${fault.interfaces.join(', ')}`;
    case 'no-disposition':
      return `--end ${fault.text} is not one of ${fault.dispositions.join(', ')}`;
    case 'no-place':
      return `--through ${fault.text}: TABLE/CHAIN or TABLE/CHAIN:N is needed`;
    case 'place-unknown':
      return fault.rules === null
        ? `--through ${fault.text}: the host has no such chain`
        : `--through ${fault.text}: the chain has ${counted(fault.rules, 'rule')}`;
    case 'no-host':
      return `the bundle describes no host ${fault.name}`;
    case 'several-hosts':
      return `the bundle describes several hosts; choose one with --host: ${fault.hosts.join(', ')}`;
  }
}

/** Options of the server for browsers. */
export const server = {
  port: (text: string): string => `--port takes a number from 0 to 65535, not ${JSON.stringify(text)}`,
  token: '--token takes 16 to 256 letters, digits, - and _; without it, one is made',
  /** Shown in the browser where the token is missing. */
  forbidden: 'Open the address that Netopsy printed.',
  portTaken: 'another program uses it',
  cannotListen: (port: string, reason: string): string => `can't listen on port ${port}: ${reason}`,
} as const;
