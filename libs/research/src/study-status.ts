export const studyStatuses = ['draft', 'open', 'closed'] as const;
export type StudyStatus = (typeof studyStatuses)[number];

/** What somebody may do with a study: an admin of its organisation, its researcher, an auditor, and whoever may be asked to take part or asks them. */
export const studyRights = ['manage', 'files', 'look', 'know'] as const;
export type StudyRight = (typeof studyRights)[number];
