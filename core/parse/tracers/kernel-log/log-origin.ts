/** The log that lines are from, and what is known of it before they are read. */
export interface LogOrigin {
  readonly path: string;
  /** The host of lines that name none; '' where nothing tells. */
  readonly fallbackHost?: string;
  /**
   * Bridges of the bundle may log as well. Otherwise the lines of LOG targets are left out where the log has shown a
   * TRACE line of their host before: the trace shows the LOG rules, too (join/rules/attribute-log-lines.ts).
   */
  readonly keepsLogLines?: boolean;
}
