/** A line of text for a person at a terminal; `heading` stands above the lines of one part. */
export interface TextLine {
  readonly role: 'heading' | 'plain';
  readonly text: string;
}
