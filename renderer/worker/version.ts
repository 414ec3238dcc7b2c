import packageJson from '../../package.json' with { type: 'json' };

/** Netopsy's version, as reports print it. */
export const { version } = packageJson;
