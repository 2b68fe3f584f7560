/** Who acts, in which role, for whom and from where: what a context is opened with, and what the audit keeps. */
export interface Acting {
  readonly accountId: string;
  readonly role: string;
  readonly sessionId?: string;
  readonly onBehalfOf?: string;
  readonly reason?: string;
  readonly request?: RequestOrigin;
}

export interface RequestOrigin {
  readonly address?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly route?: string;
}
