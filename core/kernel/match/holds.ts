/** Whether something holds of a packet; `unknown`: what the bundle tells of it fits both. */
export type Holds = 'yes' | 'no' | 'unknown';
