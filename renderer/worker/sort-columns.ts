/** Fields of a packet's header that the table of journeys can show, by the names that its pane has for them. */
export const headerFields = [
  'ID',
  'TTL',
  'length',
  'TOS',
  'mark',
  'flags',
  'SEQ',
  'ACK',
  'fragment',
  'to MAC',
] as const;

export type HeaderField = (typeof headerFields)[number];

/** What the table of journeys can be sorted by. */
export type JourneyColumn = 'time' | 'src' | 'dst' | 'proto' | 'in' | 'out' | 'steps' | 'end' | HeaderField;

export type RuleColumn = 'packets' | 'counter' | 'chain' | 'number' | 'rule';

/** A column that a table is sorted by, and whether the greatest comes first. */
export interface Sort<Column> {
  readonly by: Column;
  readonly down: boolean;
}
