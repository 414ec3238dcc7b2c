import type { Rule } from '../model/ruleset.ts';

/** The Service without endpoints for which kube-proxy made the rule; null for any other rule. */
export function serviceLacking(rule: Rule): string | null {
  const comments = rule.spec.conditions.flatMap((each) => (each.kind === 'comment' ? [each.text] : []));
  return comments.flatMap((text) => serviceWithoutEndpoints(text) ?? [])[0] ?? null;
}

/** The Service that kube-proxy's comment names: `"default/web:http has no endpoints"`; null for other comments. */
function serviceWithoutEndpoints(comment: string): string | null {
  const [, service] = /^(\S+)\s+has no (?:local )?endpoints$/.exec(comment.trim()) ?? [];
  return service ?? null;
}

/**
 * The policy that a comment of calico names, `NAMESPACE/NAME`: `Policy default/knp.default.allow-web ingress`, where
 * `knp.default.` marks a NetworkPolicy of Kubernetes; null for other comments.
 */
export function calicoPolicy(comment: string): string | null {
  const [, name] = /^Policy (\S+)(?: (?:in|e)gress)?$/.exec(comment.trim()) ?? [];
  return name?.replace(/(^|\/)knp\.default\./, '$1') ?? null;
}
