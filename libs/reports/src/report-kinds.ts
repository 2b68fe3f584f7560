/** What can be asked for today. */
export const reportKinds = ['health-summary'] as const;
export type ReportKind = (typeof reportKinds)[number];

export const reportFormats = ['pdf', 'json', 'csv'] as const;
export type ReportFormat = (typeof reportFormats)[number];

export const reportStatuses = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ReportStatus = (typeof reportStatuses)[number];
