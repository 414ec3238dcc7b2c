/** Stands in the collector's script above what the case lacks. */
export const asked = 'The case lacks:';

export const nothingLacks =
  'the bundle lacks nothing that would settle an open question; the script reads everything';
