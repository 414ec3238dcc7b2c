/** Stands in the collector's script above what the case lacks. */
export const asked = 'The case lacks:';

export const nothingLacks =
  'the bundle lacks nothing that would settle an open question; the script reads everything';

/** The dialog that saves the script. */
export const dialog = {
  open: 'Script for the customer…',
  openTip: 'A script that the customer runs: it traces this flow and reads what the case lacks',
  title: 'Script for the customer',
  about:
    'A shell script that the customer runs as root. It says what it will do, traces some packets of the flow in both directions, reads rules, routes and settings, takes the tracing away again whatever ends it, and writes one archive. Keys are left out.',
  flow: 'Flow',
  flowHint: 'Empty: trace nothing and read only what the case lacks.',
  seconds: 'Seconds at most',
  packets: 'Packets at most',
  lacks: 'What the case lacks',
  save: 'Save script…',
  saved: (name: string): string => `Saved as ${name}. The customer runs, as root:`,
  copyCommand: 'Copy the command',
} as const;
